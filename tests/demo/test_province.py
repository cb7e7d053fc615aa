"""The demo province, made small: what holds of it at any size and on any day."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.apps import apps
from django.db.models import F, Sum
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from aoxanh.access.acting import Acting
from aoxanh.access.models import Grant
from aoxanh.access.policies import may_give
from aoxanh.access.queries import permissions
from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, Shift, Signup, Step
from aoxanh.activities.queries import pending_approvals
from aoxanh.attendance.models import CheckIn, ServiceHours
from aoxanh.demo import cast, province, stage, tree
from aoxanh.demo.world import World
from aoxanh.documents.models import NumberSeries
from aoxanh.indicators.queries import measure_k2
from aoxanh.kit.dates import is_within
from aoxanh.needs.models import Need
from aoxanh.org.kinds import may_stand_under
from aoxanh.org.models import Parentage, Succession, Unit
from aoxanh.org.queries import children, subtree
from aoxanh.people.models import Appointment, Consent, Person, PersonSkill
from aoxanh.people.policies import visible_requests
from aoxanh.people.queries import requests
from aoxanh.places.boundaries import communes
from aoxanh.places.queries import belongs
from aoxanh.planning.models import Plan
from aoxanh.planning.queries import carrier_on, scope_on
from aoxanh.recognition.models import Certificate
from aoxanh.records.models import DeclaredWork, Record
from tests import bench

JUNE, JULY = date(2025, 6, 15), date(2025, 7, 15)
MADE_AT = datetime(2026, 11, 22, 14, 10, tzinfo=timezone.get_fixed_timezone(420))


@pytest.fixture(scope="module", autouse=True)
def made(django_db_blocker: DjangoDbBlocker) -> Iterator[list[str]]:
    """The demo in a database of its own, and the lines that it said."""
    lines: list[str] = []
    with django_db_blocker.unblock(), bench.copy(bench.template(), "demo") as name, bench.using(name), override_settings(DEMO=True):
        province.make(scale=0.02, now=MADE_AT, say=lines.append, whole_country=False)
        yield lines


def counts() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def unit(code: str) -> Unit:
    return Unit.objects.get(code=code)


def test_it_says_what_it_made_step_by_step(made: list[str]):
    assert [line.split()[0] for line in made if line.strip()] == [
        *("areas", "units", "targets", "officers", "volunteers", "reorganised", "taken", "models", "campaigns", "pictures"),
        *("activities", "needs", "sign-ups", "records", "declared", "certificates", "keys", "forms"),
        *("children", "profiles", "safety", "grants", "entered", "appeals", "lives", "in", "waiting", "heard", "claims", "closings"),
        *("ways", "phones", "on"),
    ]


@pytest.mark.parametrize("later", [timedelta(0), timedelta(days=40)])
def test_made_again_it_changes_nothing(later: timedelta):
    before = counts()
    assert province.make(scale=0.02, now=MADE_AT + later, say=lambda line: None) is False
    assert counts() == before


@override_settings(DEMO=False)
def test_it_refuses_to_mix_with_real_people():
    with pytest.raises(SystemExit, match="AOXANH_DEMO=1"):
        province.make()


def test_every_parent_may_have_such_children():
    kinds = Parentage.objects.values_list("child__kind", "parent__kind").distinct()
    assert [pair for pair in kinds if not may_stand_under(*pair)] == []


def test_nobody_stands_under_a_unit_that_does_not_exist_then():
    wrong = [
        parentage
        for parentage in Parentage.objects.select_related("child", "parent")
        for whose in (parentage.child.during, parentage.parent.during)
        if not (starts_no_earlier(parentage.during, whose) and ends_no_later(parentage.during, whose))
    ]
    assert wrong == []


def starts_no_earlier(inner: Any, outer: Any) -> bool:
    return outer.lower is None or (inner.lower is not None and inner.lower >= outer.lower)


def ends_no_later(inner: Any, outer: Any) -> bool:
    return outer.upper is None or (inner.upper is not None and inner.upper <= outer.upper)


def test_chi_lang_had_twenty_communes_under_its_district_and_has_six_under_the_province():
    before = children(unit("HD-187"), on=JUNE).filter(kind="commune_union")
    plan = Plan.objects.get(slug="chi-lang")
    after = [scope.unit for scope in scope_on(plan, JULY)]
    province_union = unit("TD-20")
    assert before.count() == 20
    assert [one.short_name for one in after] == [
        "Đoàn xã Bằng Mạc",
        "Đoàn xã Chi Lăng",
        "Đoàn xã Chiến Thắng",
        "Đoàn xã Nhân Lý",
        "Đoàn xã Quan Sơn",
        "Đoàn xã Vạn Linh",
    ]
    assert {parentage.parent for one in after for parentage in one.parentages.all()} == {province_union}
    assert (carrier_on(plan, JUNE).unit.code, carrier_on(plan, JULY).unit.code) == ("HD-187", "TD-20")


@pytest.mark.parametrize(
    ("code", "on", "number"),
    [("TD-20", JUNE, 194), ("TD-20", JULY, 65), ("TD-54", JUNE, 106), ("TD-66", JUNE, 180), ("TD-66", JULY, 102)],
)
def test_a_province_has_all_its_communes_on_both_sides(code: str, on: date, number: int):
    assert subtree(unit(code), on=on).filter(kind="commune_union").count() == number


def test_phu_yens_communes_became_thirty_four():
    plan = Plan.objects.get(slug="phu-yen")
    old = subtree(unit("TD-54"), on=JUNE).filter(kind="commune_union")
    heirs = Succession.objects.filter(predecessor__in=old).values("successor").distinct()
    assert (scope_on(plan, JULY).count(), heirs.count()) == (34, 34)


def test_no_shift_is_oversold_and_taken_is_what_was_confirmed():
    confirmed = Counter(Signup.objects.filter(status="confirmed").values_list("shift_id", flat=True))
    assert Shift.objects.filter(taken__gt=F("places")).count() == 0
    assert [shift for shift in Shift.objects.all() if shift.taken != confirmed[shift.pk]] == []


def test_nobody_is_in_two_places_on_one_day():
    days: dict[tuple[Any, date], set[Any]] = {}
    for signup in Signup.objects.filter(status="confirmed").select_related("shift"):
        day = timezone.localtime(signup.shift.starts_at).date()
        days.setdefault((signup.person_id, day), set()).add(signup.shift.activity_id)
    assert [key for key, activities in days.items() if len(activities) > 1] == []


def test_every_unit_existed_on_the_days_of_its_work():
    shifts = Shift.objects.select_related("activity__unit", "activity__area")
    wrong = [
        shift
        for shift in shifts
        for period in (shift.activity.unit.during, shift.activity.area.during)
        if not is_within(timezone.localtime(shift.starts_at).date(), period)
    ]
    assert wrong == []
    assert [work for work in DeclaredWork.objects.select_related("unit") if not is_within(work.ended_on, work.unit.during)] == []


def test_everything_lies_in_its_commune():
    activities = Activity.objects.filter(starts_at__gte=MADE_AT - timedelta(days=300)).select_related("area__parent__parent")
    needs = Need.objects.select_related("area__parent__parent")
    assert [row for row in (*activities, *needs) if not belongs(row.area, row.latitude, row.longitude)] == []
    assert len(communes().codes) == 3321


def test_every_time_is_one_at_which_people_work():
    running = Shift.objects.get(activity__title__startswith="Dọn đất sạt", activity__starts_at__lt=MADE_AT, activity__ends_at__gt=MADE_AT)
    hours = {timezone.localtime(shift.starts_at).hour for shift in Shift.objects.all()}
    assert hours <= set(range(5, 20))
    assert (running.places, running.taken) == (18, 14)
    assert (timezone.localtime(running.starts_at).hour, timezone.localtime(running.ends_at).hour) == (13, 17)


def test_nothing_has_happened_that_lies_ahead():
    assert CheckIn.objects.filter(at__gt=MADE_AT).count() == 0
    assert Step.objects.filter(at__gt=max(MADE_AT, timezone.now())).count() == 0
    assert Signup.objects.filter(at__gt=MADE_AT).count() == 0
    assert Record.objects.filter(published_at__gt=max(MADE_AT, timezone.now())).count() == 0
    assert Activity.objects.filter(status__in=["closed", "recorded"], ends_at__gt=MADE_AT).count() == 0


def test_records_say_what_attendance_says():
    """But for drafts, which only expect, and for what was declared, whose people have no names."""
    for record in Record.objects.filter(published_at__isnull=False, activity__declared_work=None).select_related("activity"):
        came = CheckIn.objects.filter(signup__shift__activity=record.activity)
        minutes = ServiceHours.objects.filter(activity=record.activity).aggregate(all=Sum("minutes"))["all"] or 0
        assert (record.people, record.turns, record.minutes) == (came.values("signup__person").distinct().count(), came.count(), minutes)


def test_every_state_is_there_to_be_seen():
    assert set(Activity.objects.values_list("status", flat=True)) >= {"draft", "submitted", "returned", "open", "closed", "recorded"}
    assert Need.objects.stale(MADE_AT.date()).count() >= 1


@pytest.mark.parametrize(("slug", "at_least", "at_most"), [("chi-lang", 0.5, 0.9), ("phu-yen", 0.5, 1.0)])
def test_k2_is_near_its_target(slug: str, at_least: float, at_most: float):
    plan = Plan.objects.get(slug=slug)
    phase = plan.phases.order_by("during").last()
    k2 = measure_k2(plan, phase.during, at=MADE_AT)
    assert at_least <= k2.numerator / k2.denominator < at_most


def test_numbers_of_certificates_go_on_where_the_series_stands():
    last = {(row.unit_id, row.year): row.last for row in NumberSeries.objects.all()}
    given: dict[tuple[Any, int], list[int]] = {}
    for certificate in Certificate.objects.order_by("number"):
        given.setdefault((certificate.unit_id, certificate.year), []).append(certificate.number)
    assert {key: list(range(1, number + 1)) for key, number in last.items()} == given
    assert given


def test_everybody_made_up_is_marked_so():
    assert Person.objects.filter(is_demo=False).count() == 0
    assert User.objects.exclude(email__endswith=".example").count() == 0


def test_the_named_accounts_may_do_what_is_said_of_them():
    may = {account.key: permissions(User.objects.get(email=account.email), on=MADE_AT.date()) for account in cast.ACCOUNTS}
    assert {"activities.manage", "attendance.take", "records.write", "certificates.issue"} <= may["secretary"]
    assert "needs.publish" in may["focal_point"]
    assert "activities.approve" in may["coordinator"]
    assert "desk.enter" in may["inspector"]
    assert may["volunteer"] == frozenset()
    assert "activities.manage" in may["coast_secretary"]
    assert "activities.approve" in may["highland_coordinator"]
    assert {"people.data_requests", "people.sensitive"} <= may["data_officer"]


def test_people_have_filled_in_profiles_and_officers_saw_papers():
    papers = PersonSkill.objects.filter(skill__needs_proof=True)
    assert {degree for (degree,) in PersonSkill.objects.values_list("degree")} == {1, 2, 3}
    assert 0 < papers.filter(proved_by__isnull=False).count() < papers.count()
    assert 0 < Person.objects.filter(availabilities__isnull=False).distinct().count() < Person.objects.count()
    assert {purpose for (purpose,) in Consent.objects.values_list("purpose")} == {"volunteering", "messages", "pictures", "honour"}


def test_requests_wait_for_the_data_officer_one_of_them_late():
    officer = User.objects.get(email=cast.DATA_OFFICER.email)
    assert requests.counts(visible_requests(officer), MADE_AT.date()) == requests.Counts(waiting=2, late=1)


def test_an_administrator_acts_for_two_units_and_gives_roles_over_the_province():
    administrator = User.objects.get(email=cast.ADMINISTRATOR.email)
    assert [unit.kind for unit in Acting(administrator, {}).units] == ["provincial_union", "commune_union"]
    assert may_give(administrator, "unit_administrator", unit("DX-06505"), "unit", on=MADE_AT.date())


def test_grants_of_posts_end_with_their_appointments():
    terms = dict(Appointment.objects.values_list("pk", "during"))
    assert [grant for grant in Grant.objects.filter(source__isnull=False) if terms[grant.source] != grant.during] == []


def test_something_waits_for_the_coordinator():
    coordinator = User.objects.get(email=cast.COORDINATOR.email)
    titles = [activity.title for activity in pending_approvals(coordinator)]
    assert "Hướng dẫn nộp hồ sơ dịch vụ công tại nhà" in titles


@pytest.mark.parametrize("name", ["portal:home", "portal:map", "portal:activities"])
def test_public_pages_open(name: str):
    assert Client().get(reverse(name)).status_code == 200


@pytest.mark.parametrize(
    ("clock", "hours", "title"),
    [
        ((0, 20), ("00:00", "03:00"), "Trực đêm ứng phó mưa lớn ở thôn Nà Pe"),
        ((8, 5), ("07:00", "11:00"), "Dọn đất sạt, khơi rãnh đường vào thôn Nà Pe"),
        ((19, 40), ("18:30", "22:30"), "Lớp kỹ năng số buổi tối ở thôn Khun Phang"),
        ((23, 50), ("22:30", "02:30"), "Trực đêm ứng phó mưa lớn ở thôn Nà Pe"),
    ],
)
def test_something_runs_at_whatever_hour_it_is_made(clock: tuple[int, int], hours: tuple[str, str], title: str):
    world = World(Random(1), MADE_AT.replace(hour=clock[0], minute=clock[1]))
    tree.read_areas(world)
    world.new_unions["06505"] = unit("DX-06505")
    activity = stage.running(world).activity
    assert activity.title == title
    assert tuple(f"{timezone.localtime(at):%H:%M}" for at in (activity.starts_at, activity.ends_at)) == hours
