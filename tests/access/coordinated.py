"""What the matrix walks on of coordination: a campaign with all that is in one, a proposal, a dispatch."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from aoxanh.accounts.models import User
from aoxanh.activities.models import (
    Campaign,
    Contract,
    Front,
    Goal,
    Participation,
    Stage,
    Team,
    TeamMember,
)
from aoxanh.kit.dates import during, today
from aoxanh.matching.models import Assignment, Dispatch, Leg, Proposal
from aoxanh.org.models import Unit
from aoxanh.people.models import Person
from tests.cast import BEGINNING, make_activity, noon


def campaign_of(unit: Unit, province: Unit, secretary: User, person: Person) -> dict[str, Any]:
    """A programme of the unit with everything in it, which no other unit sees; and one of the province to which the unit was asked."""
    years = during(today() - timedelta(days=30), today() + timedelta(days=800))
    facts = {"form": Campaign.Form.PROGRAMME, "lead_agency": "Sở Nội vụ", "registered_as": "12/ĐK", "created_by": secretary}
    campaign = Campaign.objects.create(unit=unit, slug="chuong-trinh-24-thang", name="Chương trình 24 tháng", during=years, **facts)
    above = Campaign.objects.create(unit=province, slug="mua-he-xanh", name="Mùa hè xanh", during=years)
    branch = Unit.objects.create(
        kind="branch", code="CD-1", slug="chi-doan", name="Chi đoàn Khun Phang", short_name="Khun Phang", during=during(BEGINNING)
    )
    team = Team.objects.create(unit=unit, campaign=campaign, name="Đội số hóa", leader=person, during=years, token="du-oc-chia-se")
    member = TeamMember.objects.create(team=team, person=person)
    Participation.objects.create(campaign=above, unit=unit)
    return {
        "campaign": campaign,
        "above": above,
        "team": team,
        "member": member,
        "in_team": {"person": str(person.pk), "member": str(member.pk)},
        "stage": Stage.objects.create(campaign=campaign, name="Đợt 1", during=years),
        "front": Front.objects.create(campaign=campaign, name="Chuyển đổi số"),
        "goal": Goal.objects.create(campaign=campaign, measure="people", value=40),
        "participation": Participation.objects.create(campaign=campaign, unit=branch),
        "contract": Contract.objects.create(
            campaign=campaign, person=person, signed_on=today(), during=during(today(), today() + timedelta(days=90)), noted_by=secretary
        ),
    }


def proposal_of(unit: Unit, secretary: User, person: Person) -> dict[str, Any]:
    """A proposal of the unit for a shift with free places, in which the person is proposed."""
    shift = make_activity(unit, secretary, shifts=[(noon(4), noon(4) + timedelta(hours=4), 9)]).shifts.get()
    days = {"starts_on": today() + timedelta(days=4), "ends_on": today() + timedelta(days=4)}
    ready = {"status": Proposal.Status.READY, "solved_at": timezone.now(), "request_id": uuid4(), "created_by": secretary}
    proposal = Proposal.objects.create(unit=unit, **days, **ready)
    Assignment.objects.create(proposal=proposal, person=person, shift=shift, points=24, why=[["near", 24, {"km": 3.2}]])
    return {"proposal": proposal, "proposed_shift": shift}


def dispatch_of(unit: Unit, secretary: User) -> dict[str, Any]:
    """A round drafted with a line, and a sent one whose line comes to the unit."""
    days = {"starts_on": today(), "ends_on": today() + timedelta(days=2)}
    facts = {"unit": unit, "created_by": secretary, **days}
    draft = Dispatch.objects.create(name="Sau mưa lũ", request_id=uuid4(), **facts)
    sent = Dispatch.objects.create(name="Tuần trước", status=Dispatch.Status.SENT, request_id=uuid4(), **facts)
    leg, incoming = (
        Leg.objects.create(dispatch=each, area=unit.area, sender=unit, receiver=unit, people=5, **days) for each in (draft, sent)
    )
    return {"dispatch": draft, "leg": leg, "incoming": incoming}
