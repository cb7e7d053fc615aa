"""What people, and officers about people, type."""

from aoxanh.people.forms.profile import ProfileForm

__all__ = ["ProfileForm"]
