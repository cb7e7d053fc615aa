"""`{{ signup.code|spaced }}`: a code in groups, for reading aloud."""

from django.template import Library

from aoxanh.kit.codes import spaced as in_groups

register = Library()


@register.filter
def spaced(code: str) -> str:
    return in_groups(code)
