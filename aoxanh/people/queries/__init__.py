"""Finding people, and what is known of them."""

from aoxanh.people.queries.consents import agrees, consent_history, standing_consents, took_back
from aoxanh.people.queries.lists import Filters, filtered, row_parts
from aoxanh.people.queries.profile import age, person_of

__all__ = [
    "Filters",
    "age",
    "agrees",
    "consent_history",
    "filtered",
    "person_of",
    "row_parts",
    "standing_consents",
    "took_back",
]
