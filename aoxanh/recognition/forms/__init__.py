"""What officers type about certificates."""

from aoxanh.recognition.forms.issue import ContributionForm, HoursForm, IssueForm
from aoxanh.recognition.forms.templates import NewTemplateForm, VersionForm, WhyForm

__all__ = ["ContributionForm", "HoursForm", "IssueForm", "NewTemplateForm", "VersionForm", "WhyForm"]
