"""`{% load waits %}`: what waits for somebody's answer, and what they wait for."""

from typing import Any

from django.template import Context, Library

from aoxanh.activities.queries.waiting import offers_of, parties_of, swaps_of, waitings_of
from aoxanh.people.models import Person
from aoxanh.people.queries.guardians import children_of

register = Library()


@register.inclusion_tag("activities/waits.html", takes_context=True)
def what_waits(context: Context, person: Person) -> dict[str, Any]:
    """The person's open offers first, then places in waiting lists, wishes to swap, groups; also those of their children."""
    family = [person, *children_of(context["request"].user)]
    return {
        "person": person,
        "offers": offers_of(family),
        "waitings": waitings_of(family),
        "swaps": swaps_of(family),
        "parties": parties_of(person),
    }
