"""Questions to ask before an activity runs, as data: those of its kind of work, and those of what it brings along (night, children)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aoxanh.activities.models import Activity, RiskCheck
from aoxanh.people.bands import is_at_night

YES, NO, NOT_APPLICABLE = "yes", "no", "na"
ANSWERS = {YES: _("Yes"), NO: _("No, not yet"), NOT_APPLICABLE: _("Not applicable")}


@dataclass(frozen=True)
class Question:
    """`code` is kept in `RiskCheck.answers`. A "yes" is the safe answer; a "no" needs a note."""

    code: str
    text: Promise


def questions(*pairs: tuple[str, Promise]) -> tuple[Question, ...]:
    return tuple(Question(code, text) for code, text in pairs)


ALWAYS = questions(
    ("contact", _("Someone in charge is on the spot the whole time, with a phone that is charged?")),
    ("first_aid", _("A first-aid kit is at hand, and the way to the nearest health station is known?")),
)

BY_KIND: dict[str, tuple[Question, ...]] = {
    "disaster": questions(
        ("authorities", _("The commune's disaster command allows volunteers to work here?")),
        ("ground", _("Slopes, walls, roofs and trees were looked at today and will hold?")),
        ("way_out", _("A way out and a meeting point are agreed, and somebody watches the weather?")),
        ("power_lines", _("Power in flooded or broken buildings is cut off?")),
        ("gear", _("Helmets, boots and gloves are there for everyone?")),
    ),
    "repair": questions(
        ("heights", _("Work above 2 m is left to trained workers with a secured scaffold or rope?")),
        ("power", _("Electric work is done by an electrician, and the power is cut off?")),
        ("tools", _("Tools were looked over, and their use is shown before the start?")),
        ("gear", _("Helmets, gloves and shoes with firm soles are there for everyone?")),
    ),
    "road": questions(
        ("cordon", _("The place of work is fenced off or signed on both sides, at a distance?")),
        ("machines", _("Nobody but its driver is within reach of a machine?")),
        ("cement", _("Gloves, glasses and water are there for whoever works with cement?")),
        ("visible", _("Everyone wears a reflective vest?")),
    ),
    "coast": questions(
        ("tide", _("Tide, waves and weather of the day were looked up?")),
        ("shore", _("Nobody goes into the water, and someone watches the shore?")),
        ("sharp", _("Thick gloves are there for glass, hooks and needles, and a box for what is sharp?")),
    ),
    "environment": questions(
        ("sharp", _("Thick gloves are there for glass, hooks and needles, and a box for what is sharp?")),
        ("traffic_side", _("Work beside a road is signed, and everyone wears a reflective vest?")),
    ),
    "blood_donation": questions(
        ("staff", _("Health workers lead it; volunteers only receive, guide and watch?")),
        ("waste", _("Volunteers never touch needles or blood, and know whom to call?")),
        ("faint", _("There is a place to lie down, with something to drink?")),
    ),
    "exam_support": questions(
        ("traffic_side", _("Who stands at the gate wears a reflective vest and stands on the pavement?")),
        ("heat", _("Shade, water and turns of at most 2 hours are arranged?")),
    ),
    "traffic": questions(
        ("police", _("The traffic police know of it, and only they stop vehicles?")),
        ("visible", _("Everyone wears a reflective vest?")),
        ("training", _("Everyone was shown where to stand and what to do?")),
    ),
    "tree_planting": questions(
        ("slope", _("No planting on slopes that may slide, and no work in a thunderstorm?")),
        ("tools", _("Tools were looked over, and their use is shown before the start?")),
    ),
    "health": questions(
        ("staff", _("Health workers lead it; volunteers only receive, guide and watch?")),
        ("waste", _("Volunteers never touch needles or blood, and know whom to call?")),
    ),
}

NIGHT = questions(
    ("light", _("The place and the way home are lit?")),
    ("way_home", _("Nobody goes home alone; who goes with whom is arranged?")),
)
WATER = questions(
    ("swimmers", _("Life jackets and people who can rescue are there, and nobody is alone at the water?")),
    ("children_water", _("Children stay away from the water's edge?")),
)
MINORS = questions(
    ("adults", _("At least one adult looks after every 10 minors, never one alone with a child?")),
    ("guardians", _("The list has a number of a guardian for each child?")),
)
NEAR_WATER = ("disaster", "coast")


def goes_into_the_night(activity: Activity) -> bool:
    return any(is_at_night(shift.starts_at, shift.ends_at) for shift in activity.shifts.all())


TRAITS: tuple[tuple[Callable[[Activity], bool], tuple[Question, ...]], ...] = (
    (lambda activity: activity.kind in NEAR_WATER, WATER),
    (goes_into_the_night, NIGHT),
    (lambda activity: activity.min_age < settings.ADULT_AGE, MINORS),
)


def asked(activity: Activity) -> list[Question]:
    """What is asked of this activity, each once."""
    return list({question.code: question for question in found(activity)}.values())


def found(activity: Activity) -> Iterator[Question]:
    yield from BY_KIND.get(activity.kind, ())
    for holds, more in TRAITS:
        if holds(activity):
            yield from more
    yield from ALWAYS


def is_risky(activity: Activity) -> bool:
    """Whether nobody may submit it before its risks were looked at: kinds of RISKY_KINDS, and work at night."""
    return activity.kind in settings.RISKY_KINDS or goes_into_the_night(activity)


def open_points(activity: Activity, check: RiskCheck | None) -> list[Question]:
    """Questions of today that the check leaves open: not asked then, or answered with no."""
    answers = check.answers if check else {}
    return [question for question in asked(activity) if answers.get(question.code) in (None, "", NO)]


def is_checked(activity: Activity, check: RiskCheck | None) -> bool:
    """Whether every question of today has an answer."""
    return check is not None and all(check.answers.get(question.code) in ANSWERS for question in asked(activity))
