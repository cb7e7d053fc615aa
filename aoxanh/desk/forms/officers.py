"""A new post, an appointment, the end of either."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from aoxanh.access.roles import ROLES
from aoxanh.kit.dates import today
from aoxanh.kit.vietnamese import tidy
from aoxanh.kit.widgets import DateInput
from aoxanh.org.actions.posts import PostFacts
from aoxanh.org.models import Post

MOST_SEATS = 60
DAY_ERRORS = {"required": _("Give the day."), "invalid": _("This day does not exist. Give it as day/month/year.")}


def day_field(label: object, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DateInput, error_messages=DAY_ERRORS, **options)


class LastDay:
    """Forms ask for the last day; periods end on the day after it."""

    cleaned_data: dict[str, Any]

    @property
    def until(self) -> date | None:
        last = self.cleaned_data.get("last_day")
        return last + timedelta(days=1) if last else None


class PostForm(LastDay, forms.Form):
    """A post as the committee writes it down."""

    title = forms.CharField(
        label=_("Title"), max_length=120, help_text=_("As in the decision. For example: Deputy secretary for volunteering")
    )
    rank = forms.ChoiceField(label=_("Role in the committee"), choices=Post.Rank.choices, initial=Post.Rank.OTHER)
    seats = forms.IntegerField(
        label=_("How many hold it at once"),
        min_value=1,
        max_value=MOST_SEATS,
        initial=1,
        error_messages={"min_value": _("A post has at least 1 seat."), "max_value": _("At most %(limit_value)s people hold one post.")},
    )
    dedicated = forms.BooleanField(label=_("Dedicated officer for volunteering"), required=False, help_text=_("Counts in K4 and K6."))
    focal_point = forms.BooleanField(label=_("Focal point"), required=False, help_text=_("Keeps the needs of the unit up to date."))
    role = forms.ChoiceField(
        label=_("What it opens"), required=False, help_text=_("The holder's account gets this role for as long as the term lasts.")
    )
    since = day_field(_("From"), required=False, help_text=_("Empty: since the unit exists"))
    last_day = day_field(_("Last day"), required=False, help_text=_("Empty: for good"))
    request_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, roles: list[str], data: Any = None) -> None:
        super().__init__(data, initial={"request_id": uuid4()})
        self.fields["role"].choices = [("", _("Nothing")), *((code, ROLES[code].label) for code in roles)]

    @property
    def facts(self) -> PostFacts:
        given = self.cleaned_data
        flags = {name: given[name] for name in ("rank", "seats", "dedicated", "focal_point", "role")}
        return PostFacts(title=tidy(given["title"]), **flags)


class AppointmentForm(LastDay, forms.Form):
    """From when to when somebody holds a post, by which decision."""

    decision = forms.CharField(label=_("Decision"), max_length=80, help_text=_("Number and sign. For example: 15-QĐ/TĐTN-BTC"))
    since = day_field(_("From"))
    last_day = day_field(_("Last day"), required=False, help_text=_("Empty: until the term is ended"))
    request_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"request_id": uuid4(), "since": today()})


class EndForm(forms.Form):
    """The last day on which something holds, and why it ends."""

    last_day = day_field(_("Last day"))
    why = forms.CharField(label=_("Why"), max_length=200, help_text=_("Stays in the list. For example: moved to another unit"))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"last_day": today()})

    @property
    def on(self) -> date:
        """The first day on which it no longer holds."""
        return self.cleaned_data["last_day"] + timedelta(days=1)
