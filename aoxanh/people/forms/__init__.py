"""What people, and officers about people, type."""

from aoxanh.people.forms.profile import AvailabilityForm, BasicsForm, ContactForm, ProfileForm, SensitiveForm
from aoxanh.people.forms.skills import SkillsForm

__all__ = ["AvailabilityForm", "BasicsForm", "ContactForm", "ProfileForm", "SensitiveForm", "SkillsForm"]
