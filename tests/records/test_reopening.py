"""Opening what was published, putting it right, and what counts meanwhile."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.attendance.models import ServiceHours
from aoxanh.audit.models import Line
from aoxanh.indicators.queries import measure_k2
from aoxanh.kit.dates import during, today
from aoxanh.kit.refusals import Refused
from aoxanh.notices.models import Message
from aoxanh.org.models import Unit
from aoxanh.planning.models import Plan, Programme, ScopeUnit
from aoxanh.records import actions, queries
from aoxanh.records.models import Record, Reopening
from aoxanh.records.queries.reports import version
from tests.cast import grant, make_user
from tests.records.conftest import photo

pytestmark = pytest.mark.django_db
type SignIn = Callable[[User], Client]
REASON = "Đếm nhầm số học sinh, nhà trường báo lại ngày 24/11."


@pytest.fixture
def chief(secretary: User) -> User:
    """Who administers the unit."""
    return secretary


@pytest.fixture
def published(attended: Activity, chief: User) -> Activity:
    actions.write_record(attended, outcome="86 học sinh ăn trưa.", beneficiaries=86, by=chief)
    actions.add_picture(attended, file=photo(), caption="Lợp mái", consented=True, children="no", by=chief)
    actions.publish_record(attended, by=chief)
    attended.refresh_from_db()
    return attended


def code_of(act: Callable[..., object], *args: object, **facts: object) -> str:
    with pytest.raises(Refused) as caught:
        act(*args, **facts)
    return caught.value.code


def reopen(activity: Activity, by: User, reason: str = REASON) -> Reopening:
    return actions.reopen(activity, reason=reason, by=by)


def public(activity: Activity) -> queries.Report:
    report = queries.report(activity)
    assert report is not None
    return report


def test_while_it_is_open_everyone_reads_the_old_version(published: Activity, chief: User):
    reopen(published, chief)
    actions.write_record(published, outcome="68 học sinh ăn trưa.", beneficiaries=68, by=chief)
    actions.remove_picture(Record.objects.get().pictures.get(), by=chief)
    report = public(published)
    assert (report.outcome, report.beneficiaries, [one.caption for one in report.pictures]) == ("86 học sinh ăn trưa.", 86, ["Lợp mái"])
    assert report.correcting is not None


def test_the_correction_says_when_and_why_and_keeps_the_old(published: Activity, chief: User):
    first = Record.objects.get().published_at
    reopen(published, chief)
    actions.write_record(published, outcome="68 học sinh ăn trưa.", beneficiaries=68, by=chief)
    record = actions.publish_record(published, by=chief)
    report = public(published)
    assert (report.outcome, report.correcting, [one.reason for one in report.corrections]) == ("68 học sinh ăn trưa.", None, [REASON])
    assert (record.published_at, record.corrected_at is not None) == (first, True)
    assert version(Reopening.objects.get()).outcome == "86 học sinh ăn trưa."
    verbs = ["records.published", "records.reopened", "records.corrected"]
    assert list(Line.objects.filter(subject_id=record.pk, verb__in=verbs).order_by("at", "id").values_list("verb", flat=True)) == verbs


def test_opened_twice_the_first_stands(published: Activity, chief: User):
    assert reopen(published, chief) == reopen(published, chief, "Một lý do khác hẳn, dài đủ.")


def test_opening_needs_a_reason(published: Activity, chief: User):
    assert code_of(reopen, published, chief, "Sai số") == "reason_missing"


def test_what_is_not_published_is_not_opened(attended: Activity, chief: User):
    assert code_of(reopen, attended, chief) == "not_published"


def test_after_a_month_the_unit_above_opens(published: Activity, chief: User, coordinator: User):
    Record.objects.update(published_at=timezone.now() - timedelta(days=31))
    assert code_of(reopen, published, chief) == "for_the_unit_above"
    assert reopen(published, coordinator).by == coordinator


def test_the_unit_above_hears_of_it(published: Activity, chief: User, coordinator: User):
    reopen(published, chief)
    assert [letter.user for letter in Message.objects.filter(key__startswith="records.reopened:")] == [coordinator]


def test_figures_of_attendance_change_by_the_ledger_only(published: Activity, chief: User):
    entry = ServiceHours.objects.first()
    assert entry is not None
    facts = {"person": entry.person, "unit": entry.unit, "activity": published, "signup": entry.signup, "on": entry.on}
    ServiceHours.objects.create(**facts, minutes=-60, source="correction", reason="Về sớm một giờ", by=chief)
    assert public(published).minutes == 480
    reopen(published, chief)
    assert public(published).minutes == 480
    actions.publish_record(published, by=chief)
    assert (public(published).people, public(published).turns, public(published).minutes) == (2, 2, 420)


@pytest.fixture
def plan(published: Activity) -> Plan:
    programme = Programme.objects.create(code="1481", name="Chương trình", decision="1481/QĐ-TTg")
    plan = Plan.objects.create(
        programme=programme,
        slug="chi-lang",
        name="Kế hoạch",
        short_name="Chi Lăng",
        document="4/2024",
        issued_by="UBND",
        during=during(date(2024, 1, 1), date(2031, 1, 1)),
    )
    ScopeUnit.objects.create(plan=plan, unit=published.unit, during=during(date(2024, 1, 1)))
    return plan


def k2(plan: Plan, **later: Any) -> tuple[int, int, int]:
    measured = measure_k2(plan, plan.during, at=timezone.now() + timedelta(**later))
    return measured.numerator, measured.denominator, measured.declared


def test_k2_goes_on_counting_it_for_fifteen_days_and_then_not_until_it_is_corrected(published: Activity, chief: User, plan: Plan):
    assert k2(plan) == (1, 1, 0)
    reopen(published, chief)
    assert (k2(plan, days=14), k2(plan, days=16)) == ((1, 1, 0), (0, 1, 0))
    actions.publish_record(published, by=chief)
    assert k2(plan, days=16) == (1, 1, 0)


def test_a_figure_of_before_is_not_changed_by_a_correction(published: Activity, chief: User, plan: Plan):
    before = timezone.now()
    reopen(published, chief)
    actions.publish_record(published, by=chief)
    assert measure_k2(plan, plan.during, at=before).numerator == 1


def test_pages_lead_through_a_correction(
    sign_in: SignIn, published: Activity, chief: User, client: Client, django_capture_on_commit_callbacks
):
    officer, page = sign_in(chief), reverse("portal:activity", args=[published.slug])
    form = reverse("records:reopen", args=[published.pk])
    assert form in officer.get(reverse("records:edit", args=[published.pk])).text
    assert officer.post(form, {"reason": ""}).status_code == 422
    assert officer.post(form, {"reason": "Sai số"}).status_code == 409
    assert officer.post(form, {"reason": REASON}).status_code == 302
    assert "Đang được đính chính" in client.get(page).text
    assert "Đính chính lần 1" in officer.get(reverse("records:edit", args=[published.pk])).text
    with django_capture_on_commit_callbacks(execute=True):
        officer.post(reverse("records:publish", args=[published.pk]))
    assert f"Đã đính chính ngày {today():%d/%m/%Y}: {REASON}" in client.get(page).text
    versions = officer.get(f"{reverse('records:versions', args=[published.pk])}?so=1").text
    assert REASON in versions
    assert "86 học sinh ăn trưa." in versions


def test_only_who_administers_opens_again(
    sign_in: SignIn, published: Activity, commune_union: Unit, chief: User, coordinator: User, outsider: User, inspector: User
):
    organiser = make_user("tochuc@vanlinh.example", "Lộc Văn Tổ")
    grant(organiser, "organiser", commune_union)
    address = reverse("records:reopen", args=[published.pk])
    found = [sign_in(user).get(address).status_code for user in (chief, coordinator, organiser, outsider, inspector)]
    assert found == [200, 200, 404, 404, 404]
