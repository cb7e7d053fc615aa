"""The three addresses of a phone without signal."""

import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from aoxanh.activities.models import ReplacedPass, Signup
from aoxanh.activities.passes import public_keys
from aoxanh.attendance.models import CheckIn, CheckOut, Device, Scan
from tests.attendance.conftest import at
from tests.attendance.phones import body, scan
from tests.cast import make_activity, make_signup, make_user

SHIFTS, PREPARE, SEND = (reverse(f"attendance:phone_{name}") for name in ("shifts", "prepare", "send"))


def prepare(client, *shifts, **facts):
    return client.get(PREPARE, {"ca": [str(shift.pk) for shift in shifts]} | facts)


def send(client, rows, **facts):
    given = body(uuid4(), rows, sent_at=at("12:00")) | facts
    return client.post(SEND, json.dumps(given), content_type="application/json")


def test_the_shifts_of_the_day_are_listed(sign_in, secretary, shift):
    given = sign_in(secretary).get(SHIFTS).json()
    assert [(one["id"], one["places"], one["arrived"], one["hours"]) for one in given["shifts"]] == [(str(shift.pk), 18, 0, "07:00–11:00")]
    assert given["user"] == {"id": str(secretary.pk), "name": "Đinh Thùy Dương"}


def test_preparing_gives_rosters_keys_and_rules_and_notes_the_phone(sign_in, secretary, shift, signup, commune_union):
    other = make_activity(commune_union, secretary, shifts=[(at("13:00"), at("17:00"), 5)]).shifts.get()
    gone = make_signup(shift, make_user("b@x.example", "Lê Quốc Bảo"))
    Signup.objects.filter(pk=gone.pk).update(status="cancelled")
    ReplacedPass.objects.create(signup=signup, code="KM4T9QXB")
    device = uuid4()
    given = prepare(sign_in(secretary), shift, may=str(device), ten="Máy của Hà", dong_ho="2026-11-22T00:00:00Z").json()
    assert given["count"] == 1
    assert given["keys"] == [{"id": public_keys()[0].id.hex(), "key": public_keys()[0].public_base64}]
    assert given["rules"]["early_minutes"] == 120
    [one] = given["shifts"]
    assert (one["short"], one["status"], one["replaced"], one["cancelled"]) == (shift.pk.hex[-12:], "open", ["KM4T9QXB"], [gone.code])
    assert one["roster"] == [
        {
            "signup": str(signup.pk),
            "code": signup.code,
            "name": "Vi Thị Hạnh",
            "key": "vi thi hanh",
            "phone": signup.person.phone[-3:],
            "role": "",
            "minor": False,
            "unread": False,
            "in": None,
            "out": None,
            "portrait": None,
        }
    ]
    assert [found["short"] for found in given["others"]] == [other.pk.hex[-12:]]
    kept = Device.objects.get()
    assert (kept.pk, kept.name, kept.user, kept.prepared_at is not None) == (device, "Máy của Hà", secretary, True)


def test_what_the_phone_has_already_is_not_sent_again(sign_in, secretary, shift, signup):
    client = sign_in(secretary)
    first = prepare(client, shift)
    again = client.get(PREPARE, {"ca": str(shift.pk)}, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    Signup.objects.update(status="cancelled")
    assert prepare(client, shift)["ETag"] != first["ETag"]


@pytest.mark.parametrize(
    "ca", [[], ["x"], [str(UUID(int=1))], [str(UUID(int=number)) for number in range(21)]], ids=["none", "no id", "unknown", "too many"]
)
def test_what_cannot_be_prepared_is_not_found(ca, sign_in, secretary):
    assert sign_in(secretary).get(PREPARE, {"ca": ca}).status_code == 404


def test_who_may_not_take_the_shift_prepares_nothing(sign_in, outsider, shift):
    assert prepare(sign_in(outsider), shift).status_code == 404


def test_preparing_asks_as_often_for_many_as_for_one(sign_in, secretary, shift, signup, commune_union):
    client = sign_in(secretary)
    with CaptureQueriesContext(connection) as one:
        prepare(client, shift)
    more = make_activity(commune_union, secretary, shifts=[(at("07:00"), at("11:00"), 9), (at("13:00"), at("17:00"), 9)])
    for number, other in enumerate([shift, *more.shifts.all()]):
        make_signup(other, make_user(f"n{number}@x.example", f"Người {number}"))
    shifts = [shift, *more.shifts.all()]
    with CaptureQueriesContext(connection) as many:
        assert prepare(client, *shifts).json()["count"] == 4
    assert len(many) == len(one)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def running(commune_union, secretary, now):
    """A shift that began an hour ago."""
    hour = timedelta(hours=1)
    return make_activity(commune_union, secretary, shifts=[(now - hour, now + hour, 18)]).shifts.get()


def test_every_scan_is_answered_in_words(sign_in, secretary, running, volunteer, now):
    signup = make_signup(running, volunteer)
    answer = send(sign_in(secretary), [scan(signup, secretary, now), {"id": "x"}], sent_at=now.isoformat()).json()
    [first, second] = answer["answers"]
    assert (first["verdict"], first["kind"], first["name"], first["title"]) == ("recorded", "ok", "Vi Thị Hạnh", "Đã ghi nhận")
    assert (second["id"], second["verdict"], second["kind"], second["at"]) == ("x", "unreadable", "no", None)
    assert CheckIn.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "code", "status"),
    [
        ("{", "unreadable_batch", 400),
        ("[]", "unreadable_batch", 400),
        (json.dumps({"device": "x", "sent_at": "2026-11-22T00:00:00Z", "scans": []}), "unreadable_batch", 400),
        (json.dumps({"device": str(UUID(int=1)), "sent_at": "2026-11-22T00:00:00", "scans": []}), "unreadable_batch", 400),
        (json.dumps({"device": str(UUID(int=1)), "sent_at": "2026-11-22T00:00:00Z", "scans": [0] * 10_001}), "too_many_scans", 413),
        (" " * (8 * 1024 * 1024 + 1), "too_large", 413),
    ],
    ids=["cut", "a list", "no device", "no zone", "too many", "too large"],
)
def test_a_request_that_cannot_be_taken_says_so_and_takes_nothing(given, code, status, sign_in, secretary):
    answer = sign_in(secretary).post(SEND, given, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Scan.objects.exists()


def test_who_is_signed_out_is_told_and_nothing_is_taken(client, signup, secretary):
    assert [client.get(SHIFTS).status_code, prepare(client, signup.shift).status_code] == [401, 401]
    answer = send(client, [scan(signup, secretary)])
    assert (answer.status_code, answer.json()["code"]) == (401, "signed_out")
    assert not Scan.objects.exists()


def test_a_batch_takes_as_many_statements_for_many_as_for_one(sign_in, secretary, running, now):
    client, early = sign_in(secretary), now - timedelta(minutes=40)
    signups = [make_signup(running, make_user(f"n{number}@x.example", f"Người {number}")) for number in range(6)]
    rows = [row for one in signups for row in (scan(one, secretary, early), scan(one, secretary, now, kind="out"))]
    with CaptureQueriesContext(connection) as one:
        send(client, rows[:2], sent_at=now.isoformat())
    with CaptureQueriesContext(connection) as many:
        send(client, rows[2:], sent_at=now.isoformat())
    assert len(many) == len(one)
    assert CheckOut.objects.count() == 6
