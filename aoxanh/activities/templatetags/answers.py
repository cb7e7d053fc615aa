"""`{% load answers %}`: what a holder of a place is asked."""

from typing import Any

from django.template import Library

from aoxanh.activities.models import Activity
from aoxanh.activities.queries.reliability import unexplained
from aoxanh.activities.queries.signups import questions_to_holder
from aoxanh.people.models import Person

register = Library()


@register.inclusion_tag("activities/questions.html")
def questions_to(person: Person) -> dict[str, Any]:
    """A card for each place that was postponed, and one with two buttons where the holder says whether they still come."""
    asked = list(questions_to_holder(person))
    return {"questions": [(signup, signup.shift.activity.status == Activity.Status.POSTPONED) for signup in asked]}


@register.inclusion_tag("activities/absences.html")
def absences_of(person: Person) -> dict[str, Any]:
    """A card for each shift of the last days to which the person did not come and said nothing."""
    return {"absences": list(unexplained(person)[:3])}
