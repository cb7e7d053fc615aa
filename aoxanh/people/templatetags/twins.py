"""`{% load twins %}`: how two records are shown beside each other."""

from typing import Any

from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString

from aoxanh.kit.parts.when import fulldate
from aoxanh.kit.phones import spoken
from aoxanh.people.models import Person
from aoxanh.people.queries.twins import Side, said

register = Library()


@register.filter
def reasons(codes: list[str]) -> list[object]:
    """What agrees, in words."""
    return said(codes)


@register.simple_tag
def person_line(person: Person) -> SafeString:
    """A name, and under it what tells two of one name apart."""
    born = fulldate(person.birth_date) if person.birth_date else person.birth_year
    facts = [born, spoken(person.phone) or person.email, person.area.name if person.area else ""]
    line = " · ".join(str(fact) for fact in facts if fact)
    return format_html('<b class="block">{}</b><span class="block text-sm text-ink-2 num break-words">{}</span>', person.full_name, line)


@register.inclusion_tag("people/desk/twin_side.html")
def side(side: Side, role: str) -> dict[str, Any]:
    """One of the two records; `role`: stays, goes."""
    return {"side": side, "role": role}
