"""A law of what phones bring back: however batches of several phones are cut, mixed and repeated, everybody has one arrival at the
earliest moment at which somebody saw them, and every scan is answered as it was the first time."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aoxanh.attendance.models import CheckIn, CheckOut, Doubt, Scan, ServiceHours
from tests.attendance.conftest import at
from tests.attendance.phones import phone, scan, send
from tests.cast import make_signup, make_user

PEOPLE, PHONES = 3, 3

Sighting = st.tuples(
    st.integers(0, PHONES - 1),
    st.integers(0, PEOPLE - 1),
    st.integers(0, 180),
    st.sampled_from(["in", "in", "in", "out"]),
    st.integers(0, 3),
)
"""A phone, a person, minutes after seven, what was seen, and in which of the phone's batches it is sent."""


class Undone(Exception):
    """Takes back what an example did."""


@pytest.mark.usefixtures("ground")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sightings=st.lists(Sighting, min_size=1, max_size=14), order=st.randoms(use_true_random=False))
def test_however_scans_come_the_earliest_arrival_counts_once(sightings, order, shift, secretary):
    with pytest.raises(Undone), transaction.atomic():
        keep_the_law(sightings, order, shift, secretary)
        raise Undone


def keep_the_law(sightings, order, shift, by):
    people = [make_signup(shift, make_user(f"n{number}@x.example", f"Người {number}")) for number in range(PEOPLE)]
    phones = [phone(by) for _ in range(PHONES)]
    batches: dict[tuple[int, int], list] = {}
    for which, who, minutes, kind, batch in sightings:
        row = scan(people[who], by, at("07:00") + timedelta(minutes=minutes), kind=kind, id=str(uuid4()))
        batches.setdefault((which, batch), []).append(row)
    sent = [*batches.items(), *order.sample(list(batches.items()), k=order.randint(0, len(batches)))]
    order.shuffle(sent)
    first: dict[str, object] = {}
    for (which, _batch), rows in sent:
        for answer in send(phones[which], rows, by):
            assert first.setdefault(answer.id, answer) == answer
    for number, signup in enumerate(people):
        seen = [minutes for _phone, who, minutes, kind, _batch in sightings if who == number and kind == "in"]
        expected = [at("07:00") + timedelta(minutes=min(seen))] if seen else []
        assert list(CheckIn.objects.filter(signup=signup).values_list("at", flat=True)) == expected
    assert Scan.objects.count() == len(sightings) == len(first)
    every_leaving_fits()


def every_leaving_fits():
    """A leaving comes after its arrival, counts once, and what waits has none that it could go with."""
    for leaving in CheckOut.objects.select_related("check_in__signup__shift"):
        signup, came = leaving.check_in.signup, leaving.check_in.at
        assert leaving.at >= came
        counted = sum(ServiceHours.objects.filter(signup=signup).values_list("minutes", flat=True))
        assert counted == (min(leaving.at, signup.shift.ends_at) - max(came, signup.shift.starts_at)) // timedelta(minutes=5) * 5
    for doubt in Doubt.objects.filter(code__in=["not_in", "out_before_in"], settled_at=None).select_related("scan"):
        arrival = CheckIn.objects.filter(signup=doubt.signup).first()
        assert arrival is None or arrival.at > doubt.scan.at or CheckOut.objects.filter(check_in=arrival).exists()
