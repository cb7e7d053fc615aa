"""What pages of an account show."""

from django.template import Library

from aoxanh.accounts.addresses import shown

register = Library()
register.filter("as_written", shown)
