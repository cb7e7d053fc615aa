"""`{% load kit %}`: every part of `kit/parts`."""

from django.template import Library

from aoxanh.kit.parts import fields, figures, icons, pieces, shells, when

register = Library()
for part in (icons, figures, when, fields, pieces, shells):
    register.tags.update(part.register.tags)
    register.filters.update(part.register.filters)
