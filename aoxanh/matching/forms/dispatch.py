"""A round of dispatch, its legs, and the answer of who receives."""

import re
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from aoxanh.activities.models import Team
from aoxanh.kit.dates import today
from aoxanh.kit.parts.when import daymonth
from aoxanh.kit.vietnamese import tidy
from aoxanh.kit.widgets import DateInput
from aoxanh.matching.legs import LegPlan, Thing
from aoxanh.matching.models import Dispatch, Leg
from aoxanh.matching.queries import dispatch as queries
from aoxanh.needs.models import Need
from aoxanh.org.models import Unit
from aoxanh.places.models import Area

MOST_PEOPLE = 10_000
MOST_THINGS = 20
LINE = re.compile(r"^\s*(\d{1,3}(?:[.]\d{3})*|\d+)\s+(\S.*)$")
DAY_ERRORS = {"required": _("Give the day."), "invalid": _("This day does not exist. Give it as day/month/year.")}


def day_field(label: object) -> forms.DateField:
    return forms.DateField(label=label, widget=DateInput, error_messages=DAY_ERRORS)


class RoundForm(forms.Form):
    """A new round."""

    name = forms.CharField(
        label=_("Name of the round"),
        max_length=120,
        help_text=_("For example: After the storm, second weekend"),
        error_messages={"required": _("Give the round a name that the communes understand.")},
    )
    starts_on, ends_on = day_field(_("From")), day_field(_("Until"))
    request_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"request_id": uuid4()})

    def clean_name(self) -> str:
        return tidy(self.cleaned_data["name"])


class LegForm(forms.Form):
    """Who goes to which commune, for what, when, with what."""

    area = forms.ModelChoiceField(
        Area.objects.none(), label=_("To which commune"), empty_label=_("Choose"), error_messages={"required": _("Choose the commune.")}
    )
    need = forms.ModelChoiceField(
        Need.objects.none(),
        label=_("For which need"),
        required=False,
        empty_label=_("None in particular"),
        help_text=_("Only of that commune."),
    )
    sender = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Who sends"), empty_label=_("Choose"), error_messages={"required": _("Choose the unit that sends.")}
    )
    team = forms.ModelChoiceField(Team.objects.none(), label=_("Which team"), required=False, empty_label=_("No team, people of the unit"))
    people = forms.IntegerField(
        label=_("How many people go"),
        required=False,
        min_value=0,
        max_value=MOST_PEOPLE,
        error_messages={"invalid": _("Give the number of people in figures, like 12."), "min_value": _("Give 0 or more.")},
    )
    starts_on, ends_on = day_field(_("From")), day_field(_("Until"))
    things = forms.CharField(
        label=_("What travels with them"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One thing a line, the number first. For example: 20 blankets"),
    )
    note = forms.CharField(label=_("Note to who receives"), required=False, max_length=300)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, dispatch: Dispatch, data: Any = None, *, leg: Leg | None = None, area: Area | None = None) -> None:
        super().__init__(data, initial=initial_of(dispatch, leg, area))
        on = today()
        communes = queries.communes_under(dispatch.unit, on)
        units = queries.senders(dispatch.unit, on)
        self.fields["area"].queryset = communes
        self.fields["need"].queryset = queries.needs_to_answer(communes.values("pk"), dispatch.starts_on, dispatch.ends_on)
        self.fields["need"].label_from_instance = named_need
        self.fields["sender"].queryset = units
        self.fields["team"].queryset = queries.sendable_teams(units.values("pk"), dispatch.starts_on, dispatch.ends_on)
        self.fields["team"].label_from_instance = named_team

    def clean_people(self) -> int:
        return self.cleaned_data["people"] or 0

    def clean_things(self) -> tuple[Thing, ...]:
        lines = [line for line in self.cleaned_data["things"].splitlines() if line.strip()]
        if len(lines) > MOST_THINGS:
            raise forms.ValidationError(
                gettext("At most %(most)s things in a line. Add a second line for the rest.") % {"most": MOST_THINGS}
            )
        return tuple(thing_of(number, line) for number, line in enumerate(lines, 1))

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        team = given.get("team")
        if team and not given.get("people"):
            given["people"] = team.size
        if given.get("starts_on") and given.get("ends_on") and given["ends_on"] < given["starts_on"]:
            self.add_error("ends_on", gettext("The last day lies before the first. Correct one of the two."))
        return given

    @property
    def plan(self) -> LegPlan:
        """What was said, once it is valid."""
        return LegPlan(**{name: self.cleaned_data[name] for name in LegPlan.__dataclass_fields__})


def initial_of(dispatch: Dispatch, leg: Leg | None, area: Area | None) -> dict[str, Any]:
    if leg is None:
        return {"area": area, "starts_on": dispatch.starts_on, "ends_on": dispatch.ends_on, "revision": dispatch.revision}
    said = {name: getattr(leg, name) for name in ("area", "need", "sender", "team", "people", "starts_on", "ends_on", "note")}
    return said | {"things": "\n".join(f"{thing.quantity} {thing.name}" for thing in leg.goods.all()), "revision": dispatch.revision}


def named_need(need: Need) -> str:
    missing = ngettext("%(count)d person short", "%(count)d people short", need.uncovered) % {"count": need.uncovered}
    return f"{need.area.name}: {need.title} ({missing}, {daymonth(need.ends_on)})"


def named_team(team: Any) -> str:
    return f"{team.name} ({ngettext('%(count)d person', '%(count)d people', team.size) % {'count': team.size}}, {team.unit.short_name})"


def thing_of(number: int, line: str) -> Thing:
    """ "20 chăn" or "1.200 chai nước"."""
    found = LINE.match(line)
    if not found or not int(found[1].replace(".", "")):
        raise forms.ValidationError(
            gettext("Line %(number)s: put the number first, then the thing, like “20 blankets”.") % {"number": number}
        )
    return Thing(int(found[1].replace(".", "")), tidy(found[2])[:120])


class AnswerForm(forms.Form):
    """Yes, or why not."""

    answer = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])
    reason = forms.CharField(label=_("Why not"), required=False, max_length=300)


class ReachForm(forms.Form):
    """How far the machine may send people."""

    reach = forms.IntegerField(label=_("At most so many kilometres"), min_value=5, max_value=300, initial=40)
    share = forms.IntegerField(label=_("At most so many of 100 free people of a commune"), min_value=5, max_value=100, initial=30)
    revision = forms.IntegerField(widget=forms.HiddenInput)
