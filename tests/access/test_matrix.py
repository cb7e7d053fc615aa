"""Role × page over every address of our own apps. The table is `matrix.py`, what it walks on `ground.py`."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from aoxanh.access.roles import ROLES
from aoxanh.accounts.models import User
from tests.access.matrix import EXEMPT, MATRIX, Line

LET_THROUGH = {200, 302, 204, 409, 422}
OPEN = {"public", "signed_in", "holder"}
OUTSIDERS = ("nobody", "volunteer", "foreigner")
ALIKE = {"public", "signed_in"}
"""Pages that ask for no role: the outsiders try them, who has a role would only see the same again."""

Thing = Callable[[str], Any]


def names(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    """The names of all addresses, as `reverse` takes them."""
    for found in resolver.url_patterns:
        if isinstance(found, URLPattern):
            yield f"{namespace}{found.name}"
        else:
            yield from names(found, f"{namespace}{found.namespace}:" if found.namespace else namespace)


def test_every_address_has_its_line_and_every_line_its_address() -> None:
    found, told = set(names(get_resolver())) - EXEMPT, set(MATRIX)
    assert not found - told, f"without a line: {sorted(found - told)}"
    assert not told - found, f"without an address: {sorted(told - found)}"


def ask(browser: Client, name: str, line: Line, thing: Thing, *, post: bool) -> HttpResponse:
    """The answer; whatever was written is taken back."""
    address = reverse(name, args=[thing(one) for one in line.things]) + (f"?{line.query}" if line.query else "")
    with transaction.atomic():
        answer = browser.post(address, thing(line.data) if line.data else {}) if post else browser.get(address)
        b"".join(answer)
        transaction.set_rollback(True)
    return answer


def expected(line: Line, who: str) -> int | None:
    """The status that this reader gets; None lets them through."""
    let = line.answers or None
    if line.who == "public":
        return let
    if who == "nobody":
        return line.signed_out
    if line.who == "signed_in":
        return let
    if line.who == "holder":
        return let if who == "volunteer" else line.others
    if who == "volunteer":
        return let if line.holder_too else line.others
    permissions = frozenset().union(*(role.permits for role in ROLES.values())) if who == "foreigner" else ROLES[who].permits
    if who == "foreigner" and line.has_object:
        return line.others
    return let if line.permits(permissions) else line.others


@pytest.mark.parametrize("who", [*OUTSIDERS, *ROLES])
def test_everyone_gets_what_the_table_says(
    who: str, thing: Thing, officers: dict[str, User], foreigner: User, volunteer: User, sign_in: Callable[[User], Client]
) -> None:
    readers = {"volunteer": volunteer, "foreigner": foreigner, **officers}
    browser = sign_in(readers[who]) if who in readers else Client()
    browser.raise_request_exception = False
    wrong = {}
    for name, line in MATRIX.items():
        if who in ROLES and line.who in ALIKE:
            continue
        answer = ask(browser, name, line, thing, post=line.post)
        wanted = expected(line, who)
        if answer.status_code != wanted and (wanted is not None or answer.status_code not in LET_THROUGH):
            wrong[name] = f"{answer.status_code} instead of {wanted or 'a way through'}"
    assert not wrong, "\n".join(f"{name}: {what}" for name, what in wrong.items())


REFUSED = {403, 404, 405}
ASIDE = {"accounts_session", "kit_cache", "kit_tries"}
"""Tables in which a visit leaves traces of its own: the session, what was kept or counted."""


@pytest.mark.parametrize("who", [*OUTSIDERS[1:], *ROLES])
def test_who_is_not_let_through_changes_nothing_by_post_either(
    who: str, thing: Thing, officers: dict[str, User], foreigner: User, volunteer: User, sign_in: Callable[[User], Client]
) -> None:
    browser = sign_in({"volunteer": volunteer, "foreigner": foreigner, **officers}[who])
    browser.raise_request_exception = False
    closed = {name: line for name, line in MATRIX.items() if not line.post and line.who not in OPEN and expected(line, who) == line.others}
    answers = {name: ask(browser, name, line, thing, post=True).status_code for name, line in closed.items()}
    wrong = {name: status for name, status in answers.items() if status not in REFUSED | {closed[name].others}}
    assert not wrong, wrong


def test_an_inspector_changes_nothing_at_any_address_of_the_desk(
    thing: Thing, officers: dict[str, User], sign_in: Callable[[User], Client]
) -> None:
    """Neither by what the table permits nor by what it does not: no row of any table is written."""
    browser = sign_in(officers["inspector"])
    browser.raise_request_exception = False
    wrong = {}
    for name, line in MATRIX.items():
        address = reverse(name, args=[thing(one) for one in line.things])
        if address.startswith("/ban-lam-viec/"):
            with transaction.atomic():
                before = written()
                status = browser.post(address, thing(line.data) if line.data else {}).status_code
                tables = {table for table, count in written().items() if count != before.get(table)} - ASIDE
                transaction.set_rollback(True)
            if tables or status >= 500:
                wrong[name] = (status, tables)
    assert not wrong, wrong


def written() -> dict[str, int]:
    """How many rows of each table this transaction has written so far."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables")
        return dict(cursor.fetchall())
