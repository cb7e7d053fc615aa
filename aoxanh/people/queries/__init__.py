"""Finding people, and what is known of them."""

from aoxanh.people.queries.profile import age, person_of

__all__ = ["age", "person_of"]
