"""Ribbons for who is signed in: units within reach lead to their pages at the desk, others to their public ones."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from aoxanh.accounts.models import User
from aoxanh.desk.queries.reach import READ, within
from aoxanh.org import changes
from aoxanh.org.models import Succession, Unit
from aoxanh.org.shown import Shown
from aoxanh.org.shown import shown as shown_to_all


def shown(rows: list[Succession], day: date, user: User | AnonymousUser, marked: Iterable[UUID] = ()) -> Shown | None:
    """The rows as a drawing; None where there are none. Where nothing is marked, the user's own units are, if others stand beside them."""
    olds, news = {row.predecessor_id for row in rows}, {row.successor_id for row in rows}
    reached = within(olds, user, READ, on=day - changes.DAY) | within(news, user, READ, on=day)

    def url_of(unit: Unit) -> str:
        return reverse("desk:unit" if unit.pk in reached else "portal:unit", args=[unit.slug])

    own = set(marked) or (reached if reached < olds | news else set())
    return shown_to_all(rows, day, url_of=url_of, marked=own)
