"""Publishing a need, keeping it fresh, closing it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.kit.codes import short_code
from aoxanh.kit.dates import today
from aoxanh.kit.refusals import Refused
from aoxanh.kit.versions import bump_public_version
from aoxanh.kit.vietnamese import search_key, tidy
from aoxanh.needs.kinds import KINDS
from aoxanh.needs.models import Need
from aoxanh.needs.policies import may_publish
from aoxanh.needs.queries import communes_meant, covers, holds_commune
from aoxanh.org.models import Unit
from aoxanh.people.models import Skill
from aoxanh.people.queries import person_of
from aoxanh.places.models import Area, Level
from aoxanh.places.queries import commune_at, suggest_communes

MOST_PEOPLE = 10_000
LONGEST = timedelta(days=366)
SLUG = 80
SLUG_CODE = 5


@dataclass(frozen=True)
class Facts:
    """What a need says. `area` is the commune that a person chose when the form asked; None takes the one where the point lies."""

    title: str
    kind: str
    people_wanted: int
    starts_on: date
    ends_on: date
    latitude: float
    longitude: float
    area: Area | None = None
    description: str = ""
    address: str = ""
    urgent: bool = False


@transaction.atomic
def publish_need(unit: Unit, *, facts: Facts, skills: Iterable[Skill] = (), request_id: UUID, by: User) -> Need:
    """Put a need on the map. `request_id` was made with the form, so a form sent twice gives the same need."""
    Unit.objects.select_for_update().get(pk=unit.pk)
    if seen := Need.objects.filter(request_id=request_id).first():
        return seen
    if not may_publish(by, unit):
        raise Refused("not_permitted", _("You may not publish needs for %(unit)s. Ask its unit administrator.") % {"unit": unit.name})
    for rule in RULES:
        rule(unit, facts)
    area = commune_of(unit, facts)
    need = Need.objects.create(
        unit=unit,
        slug=slug_of(facts.title),
        title=tidy(facts.title),
        description=facts.description.strip(),
        kind=facts.kind,
        people_wanted=facts.people_wanted,
        urgent=facts.urgent,
        starts_on=facts.starts_on,
        ends_on=facts.ends_on,
        address=tidy(facts.address),
        latitude=facts.latitude,
        longitude=facts.longitude,
        area=area,
        request_id=request_id,
        published_by=by,
        confirmed_at=timezone.now(),
        confirmed_by=person_of(by),
    )
    need.skills.set(skills)
    details = {"area": area.code, "area_was_chosen": facts.area is not None, "outside_unit": not holds_commune(unit, area)}
    record("needs.published", need, by=by, unit_id=unit.pk, **details)
    bump_public_version()
    return need


def wants_people(unit: Unit, facts: Facts) -> None:
    if facts.people_wanted < 1:
        raise Refused("people_not_positive", _("A need asks for at least 1 person."))
    if facts.people_wanted > MOST_PEOPLE:
        raise Refused("too_many_people", _("A need asks for at most %(most)s people. Split it by place or by day.") % {"most": MOST_PEOPLE})


def ends_after_it_starts(unit: Unit, facts: Facts) -> None:
    if facts.ends_on < facts.starts_on:
        raise Refused("ends_before_starts", _("The last day lies before the first. Correct one of the two."))


def is_ahead(unit: Unit, facts: Facts) -> None:
    if facts.ends_on < today():
        raise Refused("in_the_past", _("The last day has gone by. Give a day from today on."))
    if facts.ends_on > today() + LONGEST:
        raise Refused("too_far_ahead", _("The last day is more than a year away. Check the year, or publish the need again later."))


def is_known_work(unit: Unit, facts: Facts) -> None:
    if facts.kind not in KINDS:
        raise Refused("unknown_kind", _("Choose the kind of work from the list."))


def is_in_the_country(unit: Unit, facts: Facts) -> None:
    if commune_at(facts.latitude, facts.longitude, on=today()):
        return
    nearest = suggest_communes(facts.latitude, facts.longitude, on=today(), limit=1)
    if not nearest or nearest[0].metres > settings.PLACE_TOLERANCE_M:
        raise Refused("outside_vietnam", _("This point lies outside Viet Nam. Put the pin where people will meet."))


def is_where_the_unit_works(unit: Unit, facts: Facts) -> None:
    if facts.area is None and not covers(unit, facts.latitude, facts.longitude):
        raise Refused("outside_commune", _("This point lies outside %(area)s. Say which commune is meant.") % {"area": unit.area})


def is_near_what_was_chosen(unit: Unit, facts: Facts) -> None:
    if facts.area is None:
        return
    meant = communes_meant(unit, facts.latitude, facts.longitude, on=today())
    if facts.area.pk not in {nearby.area.pk for nearby in meant}:
        raise Refused(
            "far_from_commune", _("%(area)s is far from this point. Move the pin, or choose another commune.") % {"area": facts.area}
        )


RULES = (
    wants_people,
    ends_after_it_starts,
    is_ahead,
    is_known_work,
    is_in_the_country,
    is_where_the_unit_works,
    is_near_what_was_chosen,
)


def commune_of(unit: Unit, facts: Facts) -> Area:
    """The commune that was chosen; else the unit's own, for its border may be off by a little; else the one of the point."""
    if facts.area:
        return facts.area
    if unit.area and unit.area.level == Level.COMMUNE:
        return unit.area
    there = commune_at(facts.latitude, facts.longitude, on=today())
    return there or suggest_communes(facts.latitude, facts.longitude, on=today(), limit=1)[0].area


def slug_of(title: str) -> str:
    """Words without tones and a few random signs, so that two needs of one name differ."""
    return f"{slugify(search_key(title))[:SLUG].strip('-') or 'nhu-cau'}-{short_code(SLUG_CODE).lower()}"


@transaction.atomic
def confirm_need(need: Need, *, by: User) -> Need:
    """Say that it is still true."""
    need = locked(need)
    if need.status == Need.Status.CLOSED:
        raise Refused("closed", _("This need is closed. Publish it anew if it has come back."))
    if need.ends_on < today():
        raise Refused("over", _("The last day has gone by. Publish it anew with new days."))
    need.confirmed_at, need.confirmed_by = timezone.now(), person_of(by)
    need.save(update_fields=["confirmed_at", "confirmed_by"])
    record("needs.confirmed", need, by=by, unit_id=need.unit_id)
    bump_public_version()
    return need


@transaction.atomic
def close_need(need: Need, *, reason: str, by: User) -> Need:
    """Take it off the map. Closing a closed need changes nothing."""
    need = locked(need)
    if need.status == Need.Status.CLOSED:
        return need
    need.status = Need.Status.CLOSED
    need.save(update_fields=["status"])
    record("needs.closed", need, by=by, unit_id=need.unit_id, reason=reason)
    bump_public_version()
    return need


@transaction.atomic
def count_places(need: Need, *, places: int, by: User) -> Need:
    """Note how many places the approved activities that answer it have in all: it becomes partly met, then met, and back."""
    need = locked(need)
    before = need.met_people
    if before == places:
        return need
    need.met_people = places
    if need.status != Need.Status.CLOSED:
        need.status = status_with(need)
    need.save(update_fields=["met_people", "status"])
    record("needs.places_counted", need, by=by, unit_id=need.unit_id, before=before, after=places)
    bump_public_version()
    return need


def status_with(need: Need) -> Need.Status:
    if need.met_people >= need.people_wanted:
        return Need.Status.MET
    return Need.Status.PARTLY_MET if need.met_people else Need.Status.OPEN


def locked(need: Need) -> Need:
    return Need.objects.select_for_update(of=("self",)).select_related("unit", "area").get(pk=need.pk)
