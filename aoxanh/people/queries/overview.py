"""What a person's own page says of the sections behind it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aoxanh.kit.countries import country_name
from aoxanh.people.models import Membership, Person


@dataclass(frozen=True)
class Overview:
    """A line for each section, "" where nothing was filled in; memberships with their units, the present ones first."""

    skills: str
    availability: str
    contact: str
    sensitive: str
    consents: str
    memberships: list[Membership]


def overview(person: Person) -> Overview:
    return Overview(
        skills=", ".join(str(row.skill) for row in person.own_skills.select_related("skill").order_by("skill__order")),
        availability=availability(person),
        contact=contact(person),
        sensitive=", ".join(fact.get_kind_display() for fact in person.sensitive_facts.only("kind").order_by("kind")),
        consents=consents(person),
        memberships=list(person.memberships.select_related("unit").order_by("-during", "id")),
    )


def availability(person: Person) -> str:
    number = person.availabilities.count()
    parts = [ngettext("%(count)d part of the week", "%(count)d parts of the week", number) % {"count": number}] if number else []
    return ", ".join([*parts, *([str(person.get_transport_display())] if person.transport else [])])


def contact(person: Person) -> str:
    emergency = _("in an emergency: %(name)s") % {"name": person.emergency_name} if person.emergency_name else ""
    return ", ".join(filter(None, [person.address, country_name(person.overseas_country), person.email, emergency]))


def consents(person: Person) -> str:
    number = person.consents.filter(withdrawn_at=None).values("purpose").distinct().count()
    return ngettext("%(count)d consent stands", "%(count)d consents stand", number) % {"count": number}
