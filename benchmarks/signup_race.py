"""The last places: 400 signed-in people press "sign up" at the same moment, and there are 50 places."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.urls import reverse

from aoxanh.accounts.models import User
from aoxanh.activities.models import Shift, Signup
from benchmarks.figures import Figure
from benchmarks.ground import scratch_database, serving, signed_in
from benchmarks.load import Load, form, load
from tests.cast import make_activity, make_area, make_unit, make_user, noon

PEOPLE = 400
PLACES = 50
WARMING = 60
TAKEN, TOLD = 302, 409


def run() -> Iterator[Figure]:
    """400 people and a connection for each of them, against two web processes; who comes too late is told that the shift is full."""
    with scratch_database() as database:
        warm, shift, people = crowd()
        headers = [signed_in(user) for user in people]
        address = {one: reverse("signup:new", args=[one.pk]) for one in (warm, shift)}
        forms = {one: [form(address[one], each, request_id=str(uuid4())) for each in headers] for one in (warm, shift)}
        with serving(database) as site:
            load(site, forms[warm][:WARMING], clients=8)
            measured = load(site, forms[shift], clients=PEOPLE)
        confirmed = Signup.objects.filter(shift=shift, status=Signup.Status.CONFIRMED).count()
        check(measured, confirmed, Shift.objects.get(pk=shift.pk).taken)
    yield Figure("oversold", max(0, confirmed - PLACES), "", "0")
    yield Figure("p50", measured.percentile(50), "s")
    yield Figure("p95", measured.percentile(95), "s", "≤ 2")
    yield Figure("answers_per_second", measured.per_second, "/s", "≥ 10 × pretix (33–47)")
    yield Figure("cpu_ms", measured.cpu_ms, "ms")
    yield Figure("taken", confirmed, "places", f"= {PLACES}")


@transaction.atomic
def crowd() -> tuple[Shift, Shift, list[User]]:
    """A shift to warm up with, the shift that all want, and the people."""
    province = make_area("20", "Tỉnh Lạng Sơn", "Tỉnh", 21.77, 106.73)
    area = make_area("06505", "Xã Vạn Linh", "Xã", 21.64, 106.48, province)
    unit = make_unit("commune_union", "DX-06505", "Đoàn xã Vạn Linh", "ĐTN-VL", area)
    people = [make_user(f"nguoi{number}@tinhnguyen.example", "Vi Thị Hạnh", area=area) for number in range(PEOPLE)]
    warm, shift = (
        make_activity(unit, people[0], shifts=[(noon(day), noon(day) + timedelta(hours=4), places)]).shifts.get()
        for day, places in ((3, WARMING // 2), (5, PLACES))
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return warm, shift, people


def check(measured: Load, confirmed: int, taken: int) -> None:
    """Everyone was answered, 50 have a place, and the others were told why not; else the figures mean nothing."""
    assert measured.statuses == {TAKEN: PLACES, TOLD: PEOPLE - PLACES}, measured.statuses
    assert {answer.headers.get("x-refusal") for answer in measured.answers if answer.status == TOLD} == {"full"}
    assert (confirmed, taken) == (PLACES, PLACES)
    assert (
        len({UUID(answer.headers["location"].rstrip("/").rsplit("/", 1)[1]) for answer in measured.answers if answer.status == TAKEN})
        == PLACES
    )
