"""Roles, waves and a few more places: what a shift may be, and that figures never contradict each other."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from aoxanh.activities import actions
from aoxanh.activities.actions.waves import release_due_waves
from aoxanh.activities.drafts import RolePlan, WavePlan
from aoxanh.activities.models import Activity, Shift, Signup, Wave
from aoxanh.activities.overbooking import Absence, absence_of, most_extra
from aoxanh.activities.queries import free_places, with_places
from tests.activities.conftest import plan
from tests.activities.test_actions import create, plan_of
from tests.cast import make_activity, make_signup, make_user, noon

LEADER = RolePlan("Trưởng ca", 1, leads=True, min_age=20)


def of(shift, **facts):
    return replace(plan_of(shift), **facts)


@pytest.mark.parametrize(
    ("shift", "code"),
    [
        (plan(places=10, least=11), "least_above_places"),
        (plan(places=10, extra=3), "too_many_extra"),
        (plan(places=10, waves=(WavePlan(noon(1), 11),)), "waves_above_places"),
        (plan(places=10, waves=(WavePlan(noon(-1), 5),)), "wave_past"),
        (plan(places=10, waves=(WavePlan(noon(4), 5),)), "wave_after_start"),
        (plan(places=2, roles=(RolePlan("A", 2), RolePlan("B", 1))), "roles_above_places"),
        (plan(roles=(RolePlan("A", 0),)), "role_without_places"),
        (plan(roles=(RolePlan("A", 2, least=3),)), "role_least_above_places"),
        (plan(roles=(RolePlan("A", 2, min_age=30, max_age=20),)), "role_ages"),
        (plan(roles=(replace(LEADER, id=uuid4()),)), "foreign_role"),
    ],
)
def test_a_shift_that_contradicts_itself_is_refused(shift, code, commune_union, details, secretary, refused):
    assert refused(create, commune_union, details(), secretary, shift) == code
    assert not Activity.objects.exists()


def test_everything_about_a_shift_is_kept(commune_union, details, secretary):
    wanted = plan(
        places=20, least=8, extra=4, transport="Xe lúc 06:15", meeting_point="Cổng sau", roles=(LEADER,), waves=(WavePlan(noon(1), 6),)
    )
    shift = create(commune_union, details(), secretary, wanted).shifts.get()
    assert (shift.least, shift.extra, shift.withheld, shift.free) == (8, 4, 6, 18)
    assert (shift.transport, shift.meeting_point) == ("Xe lúc 06:15", "Cổng sau")
    assert [(role.name, role.places, role.leads) for role in shift.roles.all()] == [("Trưởng ca", 1, True)]


def test_roles_are_added_changed_and_removed(draft, details, secretary):
    shift = draft.shifts.get()
    actions.revise(draft, details=details(), shifts=[of(shift, roles=(LEADER, RolePlan("Sơ cứu", 2)))], by=secretary)
    first, _second = shift.roles.all()
    kept = replace(LEADER, id=first.pk, name="Trưởng nhóm")
    actions.revise(draft, details=details(), shifts=[of(shift, roles=(RolePlan("Hậu cần", 3), kept))], by=secretary)
    assert list(shift.roles.values_list("name", flat=True)) == ["Hậu cần", "Trưởng nhóm"]


def test_a_role_with_people_stays_and_keeps_their_places(activity, shift, signup, details, secretary, refused):
    role = shift.roles.create(name="Sơ cứu", places=3, taken=2)
    Signup.objects.update(role=role)
    fewer = of(shift, roles=(RolePlan("Sơ cứu", 1, id=role.pk),))
    assert refused(actions.revise, activity, details=details(), shifts=[fewer], by=secretary) == "role_below_taken"
    assert refused(actions.revise, activity, details=details(), shifts=[of(shift)], by=secretary) == "role_has_people"


def test_who_has_a_place_or_was_offered_one_keeps_it(activity, shift, details, secretary, refused):
    Shift.objects.update(taken=10, held=2)
    wave = of(shift, waves=(WavePlan(noon(1), 7),))
    assert refused(actions.revise, activity, details=details(), shifts=[wave], by=secretary) == "places_below_taken"
    fits = of(shift, waves=(WavePlan(noon(1), 6),))
    actions.revise(activity, details=details(), shifts=[fits], by=secretary)
    assert Shift.objects.get().free == 0


def test_more_are_no_longer_taken_once_they_are_there(activity, shift, details, secretary, refused):
    Shift.objects.update(extra=3, taken=20)
    assert refused(actions.revise, activity, details=details(), shifts=[of(shift)], by=secretary) == "places_below_taken"


def test_a_wave_opens_when_its_moment_comes(activity, shift):
    Shift.objects.update(withheld=8)
    Wave.objects.create(shift=shift, at=timezone.now() - timedelta(minutes=1), places=5)
    Wave.objects.create(shift=shift, at=timezone.now() + timedelta(hours=1), places=3)
    assert (release_due_waves(), release_due_waves()) == ([shift.pk], [])
    shift.refresh_from_db()
    assert (shift.withheld, shift.free) == (3, 15)


def test_two_waves_at_once_open_both(activity, shift):
    Shift.objects.update(withheld=8)
    for places in (5, 3):
        Wave.objects.create(shift=shift, at=timezone.now() - timedelta(minutes=1), places=places)
    release_due_waves()
    shift.refresh_from_db()
    assert shift.withheld == 0


@pytest.mark.parametrize("status", [Activity.Status.DRAFT, Activity.Status.POSTPONED])
def test_waves_of_what_is_not_open_wait(status, activity, shift):
    Activity.objects.update(status=status)
    Shift.objects.update(withheld=5)
    Wave.objects.create(shift=shift, at=timezone.now() - timedelta(minutes=1), places=5)
    assert release_due_waves() == []


def test_waves_that_opened_stay_in_the_history(activity, shift, details, secretary):
    Shift.objects.update(withheld=5)
    Wave.objects.create(shift=shift, at=timezone.now() - timedelta(minutes=1), places=5)
    release_due_waves()
    actions.revise(activity, details=details(), shifts=[of(shift, waves=(WavePlan(noon(1), 4),))], by=secretary)
    assert list(shift.waves.values_list("places", flat=True)) == [5, 4]


@pytest.mark.parametrize(
    ("absent", "turns", "places", "expected"),
    [(12, 96, 20, 2), (12, 96, 7, 0), (12, 29, 20, 0), (0, 96, 20, 0), (60, 96, 20, 4), (12, 96, 100, 12)],
)
def test_so_many_more_are_taken_as_usually_stay_away(absent, turns, places, expected):
    assert Absence(absent, turns).expected(places) == expected


def test_never_more_than_the_setting(settings):
    settings.OVERBOOKING_MOST = 10
    assert (most_extra(20), Absence(60, 96).expected(20)) == (2, 2)


def test_the_rate_is_the_units_own_of_the_last_year(commune_union, neighbour_union, secretary, outsider):
    for unit, by, day, outcome in (
        (commune_union, secretary, -10, "absent"),
        (commune_union, secretary, -20, "came"),
        (commune_union, secretary, -400, "absent"),
        (neighbour_union, outsider, -10, "absent"),
        (commune_union, secretary, -5, ""),
    ):
        over = make_activity(unit, by, shifts=[(noon(day), noon(day) + timedelta(hours=2), 5)])
        make_signup(over.shifts.get(), make_user(f"{day}{unit.code}@x.example", "Vi Văn Nam"), outcome=outcome)
    assert absence_of(commune_union) == Absence(1, 2)


def test_free_places_are_counted_alike_everywhere(activity, shift):
    Shift.objects.update(places=20, extra=2, withheld=5, held=3, taken=4)
    shift.refresh_from_db()
    assert shift.free == 10
    assert free_places(activity) == 10
    assert with_places(Activity.objects.all()).get().free == 10
