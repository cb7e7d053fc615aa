"""What the matrix walks on: one of everything, in Đoàn xã Vạn Linh, and somebody for each role there."""

from collections.abc import Callable
from datetime import date, timedelta
from operator import attrgetter
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from aoxanh.access.models import Scope
from aoxanh.access.roles import ROLES
from aoxanh.accounts.models import User
from aoxanh.activities.models import (
    Activity,
    ApprovalRule,
    CalendarKey,
    Equipment,
    Incident,
    Offer,
    Party,
    Shift,
    Signup,
    Swap,
    Template,
    Waiting,
    Wish,
)
from aoxanh.attendance.models import Device, Doubt, Scan, SelfCheckIn
from aoxanh.documents.actions.credential_keys import made as made_key
from aoxanh.imports.models import Import, Row, Source, Verdict
from aoxanh.indicators.models import Target
from aoxanh.kit.dates import during, today
from aoxanh.media.models import Picture
from aoxanh.needs.models import Contact, Material, Pledge, Report
from aoxanh.org.models import Post, Reorganisation, Unit
from aoxanh.people.models import Appointment, DataRequest, DuplicatePair, Guardianship, Membership, Merge, Person, PersonSkill, Skill
from aoxanh.planning.models import Carrier, Phase, Plan, Programme
from aoxanh.recognition.actions import issue_for_activity, make_template
from aoxanh.records.models import DeclaredWork, Record, RecordPicture
from tests.access.claimed import claimed_of
from tests.access.coordinated import campaign_of, dispatch_of, proposal_of
from tests.access.shown import shown_of
from tests.cast import BEGINNING, REORGANISED, grant, make_activity, make_need, make_signup, make_user, noon
from tests.recognition.conftest import note_hours

ABOVE = {"coordinator", "inspector", "data_officer", "system_administrator"}
"""Roles that are given over the province; the others are of the commune alone."""


@pytest.fixture
def officers(commune_union: Unit, provincial_union: Unit) -> dict[str, User]:
    """For each role somebody who holds it and nothing else."""
    found = {}
    for role in ROLES:
        found[role] = make_user(f"{role}@vanlinh.example", "Hứa Thị Thu")
        if role in ABOVE:
            grant(found[role], role, provincial_union, Scope.SUBTREE)
        else:
            grant(found[role], role, commune_union)
    return found


@pytest.fixture
def foreigner(neighbour_union: Unit) -> User:
    """Holds every role there is, in another unit."""
    user = make_user("moi-vai@quanson.example", "Vi Văn Nam")
    for role in ROLES:
        grant(user, role, neighbour_union, Scope.SUBTREE)
    return user


@pytest.fixture
def thing(
    commune_union: Unit, provincial_union: Unit, secretary: User, focal_point: User, volunteer: User, pupil: User
) -> Callable[[str], Any]:
    """A value for an address by its name: "need.pk"."""
    rounds = dispatch_of(commune_union, secretary)
    work = work_of(commune_union, provincial_union, secretary, volunteer)
    people = people_of(commune_union, volunteer.person, secretary)
    things = SimpleNamespace(**WORDS, **people, **work, **rounds, **children_of(commune_union, pupil.person, volunteer, work["shift"]))
    things.__dict__.update(campaign_of(commune_union, provincial_union, secretary, volunteer.person))
    things.__dict__.update(proposal_of(commune_union, secretary, volunteer.person))
    vars(things).update(safety_of(things, volunteer, secretary))
    things.__dict__.update(waits_of(commune_union, secretary, volunteer.person, things.signup))
    vars(things).update(shown_of(things, volunteer, secretary))
    vars(things).update(claimed_of(commune_union, volunteer.person))
    things.doubt = doubted(things.signup, secretary)
    things.grant, things.unit, things.province = focal_point.grants.get(), commune_union, provincial_union.area
    things.event = Reorganisation.objects.create(title="Chia tách", on=today() + timedelta(days=30), root_id=commune_union.pk)
    things.batch = Import.objects.create(
        kind="volunteers", file_name="danh-sach.csv", unit_id=commune_union.pk, by=secretary, request_id=uuid4(), state=Import.State.READY
    )
    Source.objects.create(batch=things.batch, data="Họ và tên,Số điện thoại\n".encode())
    Row.objects.create(batch=things.batch, number=1, cells={"full_name": "A1"}, verdict=Verdict.WRONG)
    return lambda name: attrgetter(name)(things)


WORDS: dict[str, Any] = {
    "provider": "nobody",
    "email": "email",
    "number": 1,
    "part": 1,
    "csv": "csv",
    "volunteers": "volunteers",
    "verb": "doi-ten",
    "dealing": "xu-ly",
    "poster_word": "ap-phich",
    "nobodys_code": "0" * 48,
    "purpose": "volunteering",
    "day": REORGANISED,
    "unknown": str(uuid4()),
    "nobodys_picture": f"2026/11/{uuid4()}",
    "scan": {"scan_id": str(uuid4()), "code": "ABCDEFGH"},
}


def doubted(signup: Signup, by: User) -> Doubt:
    """A scan that came late and that no rule could decide."""
    device = Device.objects.create(user=by, name="Điện thoại")
    seen = {"device_at": timezone.now(), "at": timezone.now(), "by": by, "sent_by": by}
    scan = Scan.objects.create(
        id=uuid4(), device=device, kind="in", shift=signup.shift, signup=signup, method="qr", verdict="too_late", **seen
    )
    return Doubt.objects.create(scan=scan, shift=signup.shift, signup=signup, code="too_late")


def safety_of(things: SimpleNamespace, volunteer: User, secretary: User) -> dict[str, Any]:
    """Things to hand out in the shift, and an incident that anybody who reads incidents may read."""
    equipment = Equipment.objects.create(activity=things.activity, name="Găng tay", quantity=9)
    incident = Incident.objects.create(
        unit=things.activity.unit,
        activity=things.activity,
        kind=Incident.Kind.INJURY,
        severity=Incident.Severity.MINOR,
        text="Xước tay.",
        happened_at=timezone.now(),
        reporter=volunteer.person,
        request_id=uuid4(),
    )
    handing = {"signup": things.signup.pk, "equipment": equipment.pk, "request_id": uuid4()}
    return {"equipment": equipment, "incident": incident, "handing": handing}


def people_of(unit: Unit, person: Person, secretary: User) -> dict[str, Any]:
    """A member of the unit with a skill and a request, and a post that nobody holds."""
    dues = {"answer_due": today() + timedelta(days=2), "carry_due": today() + timedelta(days=15)}
    twin, gone = (Person.objects.create(full_name=person.full_name) for _ in range(2))
    for each in (twin, gone):
        Membership.objects.create(person=each, unit=unit, during=during(BEGINNING))
    left, right = sorted((person, twin), key=lambda one: one.pk)
    return {
        "person": person,
        "pair": DuplicatePair.objects.create(left=left, right=right, score=90, reasons=["same_name"]),
        "merge": Merge.objects.create(kept=person, gone=gone, by=secretary),
        "membership": Membership.objects.create(person=person, unit=unit, during=during(BEGINNING)),
        "skill": PersonSkill.objects.create(person=person, skill=Skill.objects.all()[0], proof="Chứng chỉ"),
        "request": DataRequest.objects.create(person=person, kind=DataRequest.Kind.EXPORT, **dues),
        "post": Post.objects.create(unit=unit, title="Phó Bí thư", role="organiser", during=during(BEGINNING)),
    }


def children_of(unit: Unit, child: Person, guardian: User, shift: Shift) -> dict[str, Any]:
    """A child of the unit whose guardian agreed, the question that was asked then, and a wish."""
    Membership.objects.create(person=child, unit=unit, during=during(BEGINNING))
    asked = Guardianship.objects.create(
        child=child,
        user=guardian,
        full_name="Lý Thị Mẩy",
        relation=Guardianship.Relation.MOTHER,
        email="may@tinhnguyen.example",
        invitation="a" * 64,
        invited_until=timezone.now() + timedelta(days=14),
        consented_at=timezone.now(),
    )
    return {"child": child, "asked": asked, "wish": Wish.objects.create(shift=shift, person=child, request_id=uuid4())}


def waits_of(unit: Unit, secretary: User, person: Person, signup: Signup) -> dict[str, Any]:
    """A full shift for which the volunteer waits, is asked and would swap; a group that they lead; their calendar."""
    shift = make_activity(unit, secretary, shifts=[(noon(9), noon(9) + timedelta(hours=2), 1)]).shifts.get()
    make_signup(shift, secretary)
    facts = {"shift": shift, "person": person}
    return {
        "full": shift,
        "waiting": Waiting.objects.create(number=1, request_id=uuid4(), **facts),
        "offer": Offer.objects.create(source="organiser", holds=False, until=noon(8), request_id=uuid4(), by=secretary, **facts),
        "swap": Swap.objects.create(have=signup, wanted=shift, person=person, request_id=uuid4()),
        "party": Party.objects.create(shift=shift, name="Nhóm bạn", leader=person, request_id=uuid4()),
        "calendar": CalendarKey.objects.create(person=person, key="k" * 43),
    }


def work_of(unit: Unit, province: Unit, secretary: User, volunteer: User) -> dict[str, Any]:
    """Needs and activities, one of them over and recorded with a certificate; a plan that the province carries."""
    activity = make_activity(unit, secretary)
    over = make_activity(unit, secretary, shifts=[(noon(-3), noon(-3) + timedelta(hours=4), 9)], status=Activity.Status.RECORDED)
    came = make_signup(over.shifts.get(), volunteer)
    note_hours(came, secretary)
    record = Record.objects.create(
        activity=over, outcome="Bếp có mái mới.", people=1, turns=1, minutes=240, published_at=timezone.now(), published_by=secretary
    )
    head = Post.objects.create(unit=unit, title="Bí thư", during=during(BEGINNING))
    appointment = Appointment.objects.create(person=secretary.person, post=head, during=during(BEGINNING))
    return {
        **needs_of(unit, secretary),
        "activity": activity,
        "ways": SelfCheckIn.objects.create(activity=activity, by_poster=True, by_screen=True, poster_key="p" * 22, screen_key="s" * 22),
        "shift": activity.shifts.get(),
        "signup": make_signup(activity.shifts.get(), volunteer),
        "over": over,
        "photo": RecordPicture.objects.create(record=record, picture=kept_picture(), caption="Lợp mái"),
        "uncertified": uncertified(unit, secretary, volunteer),
        "certificate": issue_for_activity(over, issued_on=today(), by=secretary)[0],
        "signing_key": made_key(unit, by=secretary),
        "paper_form": make_template(unit, kind="participation", name="Mùa hè xanh", by=secretary),
        "appointment": appointment,
        "work": DeclaredWork.objects.create(
            unit=unit, title="Dọn nguồn nước", ended_on=today(), people=9, declared_by=secretary, request_id=uuid4()
        ),
        "plan": plan_of(province),
        "template": Template.objects.create(unit=unit, name="Chủ nhật xanh", kind="environment", by=secretary),
        "rule": ApprovalRule.objects.create(unit=unit, case=ApprovalRule.Case.FOREIGN, levels=2, by=secretary),
    }


def kept_picture() -> Picture:
    return Picture.objects.create(file="pictures/2026/11/mai-bep.jpg", width=640, height=480, sha256="0" * 64)


def needs_of(unit: Unit, secretary: User) -> dict[str, Any]:
    """A need with a material, something promised of it and a contact; and a citizen's report that waits."""
    need = make_need(unit, secretary, materials_wanted=1, materials_lacking=1, materials_begun=1)
    material = Material.objects.create(need=need, number=1, name="Chăn", quantity=42, promised=10)
    facts = {"area": unit.area, "latitude": need.latitude, "longitude": need.longitude, "name": "Lý Văn Sinh", "phone": "+84912044318"}
    Contact.objects.create(need=need, name="Hoàng Thị Lan Anh", phone="+84912044319")
    return {
        "need": need,
        "material": material,
        "pledge": Pledge.objects.create(material=material, quantity=10, state="promised", by=secretary, request_id=uuid4()),
        "report": Report.objects.create(unit=unit, code="KM4T9QXB", text="Mái bếp trường dột.", language="vi", request_id=uuid4(), **facts),
    }


def uncertified(unit: Unit, secretary: User, volunteer: User) -> Activity:
    """Another activity that is recorded, whose people have no certificate yet."""
    activity = make_activity(unit, secretary, shifts=[(noon(-9), noon(-9) + timedelta(hours=4), 9)], status=Activity.Status.RECORDED)
    note_hours(make_signup(activity.shifts.get(), volunteer), secretary)
    Record.objects.create(
        activity=activity, outcome="Đường sạch.", people=1, turns=1, minutes=240, published_at=timezone.now(), published_by=secretary
    )
    return activity


def plan_of(unit: Unit) -> Plan:
    programme = Programme.objects.create(code="1481", name="Chương trình", decision="1481/QĐ-TTg")
    plan = Plan.objects.create(
        programme=programme,
        slug="chi-lang",
        name="Kế hoạch Chi Lăng 2024–2030",
        short_name="Chi Lăng",
        document="4/2024",
        issued_by="UBND",
        during=during(date(2024, 1, 1), date(2031, 1, 1)),
    )
    Carrier.objects.create(plan=plan, unit=unit, during=during(date(2025, 7, 1)))
    phase = Phase.objects.create(plan=plan, name="2026–2030", during=during(date(2026, 1, 1), date(2031, 1, 1)))
    Target.objects.create(phase=phase, indicator="K2", numerator=80, stretch=True)
    return plan
