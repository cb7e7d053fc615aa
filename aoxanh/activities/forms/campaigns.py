"""What is said about campaigns: what and when, their parts, what they are to reach, who comes along."""

from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aoxanh.activities.actions.campaigns import CampaignPlan, last_day
from aoxanh.activities.models import Campaign, Front, Goal, Team
from aoxanh.kit.phones import NotAPhoneError, e164
from aoxanh.kit.vietnamese import tidy
from aoxanh.kit.widgets import DateInput
from aoxanh.needs import kinds
from aoxanh.org.models import Unit

NO_SUCH_DAY = {"required": _("Enter the day."), "invalid": _("This day does not exist. Give it as day/month/year.")}
AGAIN = {"required": _("Open the form again."), "invalid": _("Open the form again.")}
MOST_PEOPLE = 100_000


def day_field(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DateInput, error_messages=NO_SUCH_DAY, **more)


class CampaignForm(forms.Form):
    """One page; the fields of a programme stand at its end."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Led by"), empty_label=None)
    name = forms.CharField(
        label=_("Name of the campaign"),
        max_length=120,
        min_length=4,
        help_text=_("With the year. For example: Mùa hè xanh 2027"),
        error_messages={"required": _("Give the campaign a name."), "min_length": _("Give the whole name.")},
    )
    kind = forms.ChoiceField(label=_("Kind of campaign"), choices=Campaign.Kind.choices)
    first = day_field(_("First day"))
    last = day_field(_("Last day"))
    description = forms.CharField(
        label=_("About the campaign"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Everyone reads this: what is done, for whom, who may come."),
        error_messages={"max_length": _("Shorten the description to 4,000 characters; it has %(show_value)d.")},
    )
    form = forms.ChoiceField(
        label=_("Way of volunteering (Decree 17/2021)"),
        choices=Campaign.Form.choices,
        widget=forms.RadioSelect,
        initial=Campaign.Form.COMMUNITY,
        help_text=_(
            "Community activities are registered with their organiser. A programme is registered with an agency and has contracts."
        ),
    )
    lead_agency = forms.CharField(label=_("Lead agency of the programme"), max_length=160, required=False)
    registered_as = forms.CharField(label=_("Number of the registration"), max_length=80, required=False)
    request_id = forms.UUIDField(widget=forms.HiddenInput, error_messages=AGAIN)

    def __init__(self, *args: Any, units: QuerySet[Unit], campaign: Campaign | None = None, **kwargs: Any) -> None:
        initial = {"request_id": uuid4(), **(of_campaign(campaign) if campaign else {}), **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)
        self.campaign = campaign
        self.fields["unit"].queryset = units
        self.fields["unit"].disabled = campaign is not None

    def clean_name(self) -> str:
        return tidy(self.cleaned_data["name"])

    def plan(self) -> CampaignPlan:
        """What was said, once it is valid."""
        return CampaignPlan(**{name: self.cleaned_data[name] for name in CampaignPlan.__dataclass_fields__})


def of_campaign(campaign: Campaign) -> dict[str, Any]:
    names = ("unit", "name", "kind", "description", "form", "lead_agency", "registered_as", "request_id")
    days = {"first": campaign.during.lower, "last": last_day(campaign)}
    return {**{name: getattr(campaign, name) for name in names}, **days}


class StageForm(forms.Form):
    name = forms.CharField(label=_("Name of the stage"), max_length=80, error_messages={"required": _("Give the stage a name.")})
    first = day_field(_("First day"))
    last = day_field(_("Last day"))


class FrontForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the front"),
        max_length=80,
        help_text=_("For example: Digital transformation"),
        error_messages={"required": _("Give the front a name.")},
    )
    kind = forms.ChoiceField(label=_("Kind of work"), choices=[], required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("Any")), *kinds.choices()]

    def clean_name(self) -> str:
        return tidy(self.cleaned_data["name"])


class GoalForm(forms.Form):
    """A figure to reach: of the whole, or of one unit."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Whose goal"), required=False, empty_label=_("The whole campaign"))
    measure = forms.ChoiceField(label=_("What is counted"), choices=Goal.Measure.choices)
    value = forms.IntegerField(
        label=_("How many"),
        min_value=1,
        max_value=100_000_000,
        error_messages={
            "required": _("Say how many."),
            "invalid": _("Give the number in figures, like 120."),
            "min_value": _("A goal is at least 1."),
        },
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units


class InviteForm(forms.Form):
    """Which units are asked; all that were not yet, unless some are named."""

    units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=_("Units"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one unit."), "invalid_choice": _("Open the page again: the list has changed.")},
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = units


class AnswerForm(forms.Form):
    """A unit says how many people it brings, and to which front."""

    people = forms.IntegerField(
        label=_("How many people do you bring"),
        min_value=0,
        max_value=MOST_PEOPLE,
        help_text=_("About how many over the whole campaign. You can change it later."),
        error_messages={"required": _("Say how many, 0 if you do not know."), "invalid": _("Give the number in figures, like 120.")},
    )
    front = forms.ModelChoiceField(Front.objects.none(), label=_("Front"), required=False, empty_label=_("Any front"))

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["front"].queryset = campaign.fronts.all()


class TermsForm(forms.Form):
    """What a contract says."""

    signed_on = day_field(_("Signed on"))
    first = day_field(_("First day"))
    last = day_field(_("Last day"))
    pay = forms.CharField(label=_("Pay and allowances"), max_length=200, required=False)
    gear = forms.CharField(label=_("Protective gear"), max_length=200, required=False)
    training = forms.CharField(label=_("Training"), max_length=200, required=False)
    insurance = forms.CharField(label=_("Insurance"), max_length=200, required=False)
    request_id = forms.UUIDField(widget=forms.HiddenInput, error_messages=AGAIN)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"request_id": uuid4(), **kwargs.pop("initial", {})}, **kwargs)


class ContractForm(TermsForm):
    """One person's."""

    number = forms.CharField(label=_("Number of the contract"), max_length=60, required=False)


class ContractsForm(TermsForm):
    """The same for many: the people of a team, or those whose phone numbers stand in a list."""

    team = forms.ModelChoiceField(Team.objects.none(), label=_("Everyone in a team"), required=False, empty_label=_("No team"))
    phones = forms.CharField(
        label=_("Phone numbers, one on a line"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6, "inputmode": "tel", "class": "num"}),
        help_text=_("Copied from Excel. Only people of your units are found."),
    )

    def __init__(self, *args: Any, teams: QuerySet[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = teams

    def clean_phones(self) -> list[str]:
        """As they are stored, in the order of the lines. A line that is none is named."""
        numbers = []
        for number, line in enumerate(self.cleaned_data["phones"].splitlines(), 1):
            if line.strip():
                try:
                    numbers.append(e164(line))
                except NotAPhoneError as wrong:
                    text = _("Line %(line)d is not a phone number: %(text)s")
                    raise forms.ValidationError(text, params={"line": number, "text": line.strip()[:40]}) from wrong
        return list(dict.fromkeys(numbers))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and not given.get("team") and not given.get("phones"):
            self.add_error("team", _("Choose a team, or enter phone numbers."))
        return given


class EndForm(forms.Form):
    on = day_field(_("Last day"))
    reason = forms.CharField(
        label=_("Why"), max_length=200, error_messages={"required": _("Say why in a sentence, so that people know what to do.")}
    )
