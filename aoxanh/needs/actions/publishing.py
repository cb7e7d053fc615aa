"""Publishing a need."""

from collections.abc import Iterable
from datetime import timedelta
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
from aoxanh.needs.actions.life import step_of
from aoxanh.needs.actions.reports import accept
from aoxanh.needs.drafts import ContactPlan, Facts, MaterialPlan
from aoxanh.needs.kinds import KINDS
from aoxanh.needs.models import Contact, Material, Need, Report, Step
from aoxanh.needs.policies import may_publish
from aoxanh.needs.queries import communes_meant, covers, holds_commune, stale_after
from aoxanh.org.models import Unit
from aoxanh.people.models import Skill
from aoxanh.people.queries import person_of
from aoxanh.places.actions import put_spots
from aoxanh.places.models import Area, Layer, Level
from aoxanh.places.queries import commune_at, suggest_communes

MOST_PEOPLE = 10_000
MOST_MATERIALS = 20
MOST_OF_A_MATERIAL = 1_000_000
LONGEST = timedelta(days=366)
SLUG = 80
SLUG_CODE = 5


@transaction.atomic
def publish_need(
    unit: Unit, *, facts: Facts, skills: Iterable[Skill] = (), request_id: UUID, by: User, report: Report | None = None
) -> Need:
    """Put a need on the map. `request_id` was made with the form, so a form sent twice gives the same need.

    With `report` it is what a citizen told: the report is answered in the same transaction. Refused: `not_permitted`, the codes of
    `RULES`, and `already_decided`.
    """
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
        materials_wanted=len(facts.materials),
        materials_lacking=len(facts.materials),
        urgent=facts.urgent,
        starts_on=facts.starts_on,
        ends_on=facts.ends_on,
        address=tidy(facts.address),
        latitude=facts.latitude,
        longitude=facts.longitude,
        area=area,
        source=Need.Source.REPORT if report else facts.source,
        source_name=tidy(facts.source_name) if facts.source == Need.Source.AGENCY else "",
        ask_after=stale_after(unit, on=today()),
        request_id=request_id,
        published_by=by,
        confirmed_at=timezone.now(),
        confirmed_by=person_of(by),
    )
    need.skills.set(skills)
    write_materials(need, facts.materials)
    write_contact(need, facts.contact)
    step_of(need, Step.Why.PUBLISHED, by=by).save()
    if report:
        accept(report, need, by=by)
    details = {"area": area.code, "area_was_chosen": facts.area is not None, "outside_unit": not holds_commune(unit, area)}
    record("needs.published", need, by=by, unit_id=unit.pk, **details)
    put_spots(Layer.NEED, [need.pk])
    bump_public_version()
    return need


def write_materials(need: Need, plans: Iterable[MaterialPlan]) -> None:
    Material.objects.bulk_create(
        Material(need=need, number=number, name=tidy(plan.name), quantity=plan.quantity, measure=tidy(plan.measure))
        for number, plan in enumerate(plans, 1)
    )


def write_contact(need: Need, plan: ContactPlan) -> None:
    if plan:
        Contact.objects.create(need=need, post=plan.post, name=tidy(plan.name), phone=plan.phone, shown_to=plan.shown_to)


def wants_people(unit: Unit, facts: Facts) -> None:
    if facts.people_wanted < 0 or not (facts.people_wanted or facts.materials):
        raise Refused("people_not_positive", _("A need asks for at least 1 person, or for materials."))
    if facts.people_wanted > MOST_PEOPLE:
        raise Refused("too_many_people", _("A need asks for at most %(most)s people. Split it by place or by day.") % {"most": MOST_PEOPLE})


def wants_known_materials(unit: Unit, facts: Facts) -> None:
    if len(facts.materials) > MOST_MATERIALS:
        raise Refused("too_many_materials", _("A need asks for at most %(most)s materials. Split it.") % {"most": MOST_MATERIALS})
    if any(not tidy(plan.name) or not 1 <= plan.quantity <= MOST_OF_A_MATERIAL for plan in facts.materials):
        raise Refused("material_not_said", _("Say of each material what it is and how many."))


def has_a_whole_contact(unit: Unit, facts: Facts) -> None:
    contact = facts.contact
    if contact and not contact.post and not (contact.name and contact.phone):
        raise Refused("contact_not_whole", _("Give the contact's name and phone number, or leave out both."))
    if contact.post and contact.post.unit_id != unit.pk:
        raise Refused("post_of_others", _("This post is not one of %(unit)s. Choose another contact.") % {"unit": unit.name})
    if contact and contact.shown_to == Contact.Shown.PLACED and not facts.people_wanted:
        raise Refused("contact_unseen", _("Nobody takes a place for things: choose who else sees the contact."))


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
    wants_known_materials,
    has_a_whole_contact,
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
