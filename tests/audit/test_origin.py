"""From where an act comes: the request's network, shortened, or a job."""

from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record, record_each
from aoxanh.audit.models import Line
from aoxanh.audit.origin import Origin
from aoxanh.org.models import Unit


def lines_of(request: HttpRequest, act: Callable[[], object]) -> None:
    """Do it while the request is being answered."""

    def answer(request: HttpRequest) -> HttpResponse:
        act()
        return HttpResponse()

    Origin(answer)(request)


@pytest.mark.parametrize(
    ("address", "origin"),
    [("203.0.113.77", "web 203.0.113.0/24"), ("2001:db8:1:2::3", "web 2001:db8:1::/48"), ("", "web"), ("nowhere", "web")],
)
def test_the_network_is_noted_never_the_address(secretary: User, address: str, origin: str) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    lines_of(request, lambda: record("people.updated", secretary.person, by=secretary))
    assert Line.objects.get(verb="people.updated").origin == origin


def test_what_no_request_asked_for_is_a_job(secretary: User) -> None:
    line = record("people.updated", secretary.person, by=secretary)
    assert (line.origin, line.acting_for) == ("job", None)


def test_after_the_answer_nothing_is_left_of_the_request(secretary: User) -> None:
    with pytest.raises(RuntimeError, match="broken"):
        lines_of(RequestFactory().get("/"), broken)
    assert record("people.updated", secretary.person, by=secretary).origin == "job"


def broken() -> None:
    raise RuntimeError("broken")


def test_the_system_acts_for_no_unit(secretary: User, commune_union: Unit) -> None:
    request = RequestFactory().get("/")
    request.session = {"acting_for": str(commune_union.pk)}  # type: ignore[assignment]
    lines_of(request, lambda: [record("people.updated", secretary.person, by=by) for by in (secretary, None)])
    assert list(Line.objects.filter(verb="people.updated").order_by("id").values_list("acting_for", flat=True)) == [commune_union.pk, None]


def test_many_lines_say_the_same_of_where_they_come_from(secretary: User, volunteer: User, commune_union: Unit) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.77")
    request.session = {"acting_for": str(commune_union.pk)}  # type: ignore[assignment]
    people = [secretary.person, volunteer.person]
    lines_of(request, lambda: record_each("people.imported", people, by=secretary, each=lambda one: {"changed": [one.full_name[:1]]}))
    found = Line.objects.filter(verb="people.imported")
    assert {(line.origin, line.acting_for) for line in found} == {("web 203.0.113.0/24", commune_union.pk)}
    assert [line.details for line in found.order_by("id")] == [{"changed": ["Đ"]}, {"changed": ["V"]}]
