"""The last places: 400 signed-in people press "sign up" at the same moment, there are 50 places, and the others wait in line."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

from django.db import connection, transaction
from django.urls import reverse

from aoxanh.accounts.models import User
from aoxanh.activities.models import Shift, Signup, Waiting, WaitingStep
from benchmarks.figures import Figure
from benchmarks.ground import scratch_database, serving, signed_in
from benchmarks.load import Load, Request, form, load
from tests.cast import make_activity, make_area, make_unit, make_user, noon

PEOPLE = 400
PLACES = 50
WARMING = 60
DONE, TOLD = 302, 409


def run() -> Iterator[Figure]:
    """400 people and a connection for each of them, against two web processes; who comes too late is put in the waiting list in the same
    request, then once more the same rush where they are only told that it is full."""
    with scratch_database() as database:
        warm, shift, told, people = crowd()
        headers = [signed_in(user) for user in people]
        with serving(database) as site:
            load(site, forms(warm, headers[:WARMING], waits=True), clients=8)
            measured = load(site, forms(shift, headers, waits=True), clients=PEOPLE)
            only_told = load(site, forms(told, headers, waits=False), clients=PEOPLE)
        confirmed = Signup.objects.filter(shift=shift, status=Signup.Status.CONFIRMED).count()
        check(measured, shift)
        check_told(only_told, told)
        in_order = queued_in_order(shift)
    yield Figure("oversold", max(0, confirmed - PLACES), "", "0")
    yield Figure("p50", measured.percentile(50), "s")
    yield Figure("p95", measured.percentile(95), "s", "≤ 2")
    yield Figure("answers_per_second", measured.per_second, "/s", "≥ 10 × pretix (33–47)")
    yield Figure("cpu_ms", measured.cpu_ms, "ms")
    yield Figure("taken", confirmed, "places", f"= {PLACES}")
    yield Figure("queued_in_order", in_order, "people", f"= {PEOPLE - PLACES}")
    yield Figure("told_p95", only_told.percentile(95), "s")
    yield Figure("told_per_second", only_told.per_second, "/s")


def forms(shift: Shift, headers: list[dict[str, str]], *, waits: bool) -> list[Request]:
    address, more = reverse("signup:new", args=[shift.pk]), {"cho-neu-het": "1"} if waits else {}
    return [form(address, each, request_id=str(uuid4()), **more) for each in headers]


def queued_in_order(shift: Shift) -> int:
    """How many stand in the list just where the log says that they joined: numbers without a gap, in the order of the steps."""
    joined = WaitingStep.objects.filter(waiting__shift=shift, what=WaitingStep.What.JOINED).order_by("id")
    listed = list(joined.values_list("waiting__number", "position"))
    return sum(pair == (at, at) for at, pair in enumerate(listed, 1))


@transaction.atomic
def crowd() -> tuple[Shift, Shift, Shift, list[User]]:
    """A shift to warm up with, the shifts that all want, and the people."""
    province = make_area("20", "Tỉnh Lạng Sơn", "Tỉnh", 21.77, 106.73)
    area = make_area("06505", "Xã Vạn Linh", "Xã", 21.64, 106.48, province)
    unit = make_unit("commune_union", "DX-06505", "Đoàn xã Vạn Linh", "ĐTN-VL", area)
    people = [make_user(f"nguoi{number}@tinhnguyen.example", "Vi Thị Hạnh", area=area) for number in range(PEOPLE)]
    warm, shift, told = (
        make_activity(unit, people[0], shifts=[(noon(day), noon(day) + timedelta(hours=4), places)]).shifts.get()
        for day, places in ((3, WARMING // 2), (5, PLACES), (14, PLACES))
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return warm, shift, told, people


def check(measured: Load, shift: Shift) -> None:
    """Everyone was answered: 50 with a pass, the others with a place in the list; else the figures mean nothing."""
    assert measured.statuses == {DONE: PEOPLE}, measured.statuses
    pages = [answer.headers["location"] for answer in measured.answers]
    assert len({page for page in pages if "/the/" in page}) == PLACES
    assert len({page for page in pages if "/cho/" in page}) == PEOPLE - PLACES
    shift.refresh_from_db()
    confirmed = Signup.objects.filter(shift=shift, status=Signup.Status.CONFIRMED).count()
    assert (confirmed, shift.taken, shift.held) == (PLACES, PLACES, 0)
    assert Waiting.objects.filter(shift=shift, status=Waiting.Status.WAITING).count() == PEOPLE - PLACES


def check_told(measured: Load, shift: Shift) -> None:
    assert measured.statuses == {DONE: PLACES, TOLD: PEOPLE - PLACES}, measured.statuses
    assert {answer.headers.get("x-refusal") for answer in measured.answers if answer.status == TOLD} == {"full"}
    assert Shift.objects.get(pk=shift.pk).taken == PLACES
