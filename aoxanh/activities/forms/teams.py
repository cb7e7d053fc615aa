"""What is said about teams, at the desk and by their leaders."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aoxanh.activities.actions.teams import TeamPlan
from aoxanh.activities.forms.campaigns import AGAIN, day_field
from aoxanh.activities.models import Campaign, Front, Team
from aoxanh.kit.dates import today
from aoxanh.kit.vietnamese import tidy
from aoxanh.org.models import Unit

MOST_WANTED = 2000


def wanted_field() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("How many people it should have"),
        min_value=0,
        max_value=MOST_WANTED,
        help_text=_("0 if it does not matter."),
        error_messages={
            "required": _("Say how many, 0 if you do not know."),
            "invalid": _("Give the number in figures, like 120."),
            "max_value": _("A team has at most %(limit_value)s people. Make several."),
        },
    )


def about_field() -> forms.CharField:
    return forms.CharField(
        label=_("What it does and where it meets"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever opens the link reads this."),
    )


class TeamForm(forms.Form):
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=None)
    name = forms.CharField(
        label=_("Name of the team"),
        max_length=120,
        help_text=_("For example: Team “Digital literacy” of Vạn Linh"),
        error_messages={"required": _("Give the team a name.")},
    )
    campaign = forms.ModelChoiceField(Campaign.objects.none(), label=_("Campaign"), required=False, empty_label=_("No campaign"))
    front = forms.ModelChoiceField(Front.objects.none(), label=_("Front"), required=False, empty_label=_("Any front"))
    wanted = wanted_field()
    first = day_field(_("First day"))
    last = day_field(_("Last day"), required=False, help_text=_("Leave it open where the team stays."))
    about = about_field()
    request_id = forms.UUIDField(widget=forms.HiddenInput, error_messages=AGAIN)

    def __init__(self, *args: Any, units: QuerySet[Unit], campaigns: QuerySet[Campaign], team: Team | None = None, **kwargs: Any) -> None:
        usual = of_team(team) if team else {"request_id": uuid4(), "first": today(), "wanted": 0}
        super().__init__(*args, initial={**usual, **kwargs.pop("initial", {})}, **kwargs)
        self.team = team
        self.fields["unit"].queryset, self.fields["campaign"].queryset = units, campaigns
        self.fields["unit"].disabled = team is not None
        self.fields["front"].queryset = (
            Front.objects.filter(campaign__in=campaigns).select_related("campaign").order_by("campaign", "order")
        )
        self.fields["front"].label_from_instance = lambda front: f"{front.name} ({front.campaign.name})"

    def clean_name(self) -> str:
        return tidy(self.cleaned_data["name"])

    def plan(self) -> TeamPlan:
        """What was said, once it is valid."""
        return TeamPlan(**{name: self.cleaned_data[name] for name in TeamPlan.__dataclass_fields__})


def of_team(team: Team) -> dict[str, Any]:
    last = team.during.upper - timedelta(days=1) if team.during.upper else None
    names = ("unit", "name", "campaign", "front", "wanted", "about", "request_id")
    return {**{name: getattr(team, name) for name in names}, "first": team.during.lower, "last": last}


class DescribeForm(forms.Form):
    """What the leader changes."""

    about = about_field()
    wanted = wanted_field()


class MailForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        error_messages={
            "required": _("Enter an e-mail address."),
            "invalid": _("This is not an e-mail address. It looks like ten@gmail.com."),
        },
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()
