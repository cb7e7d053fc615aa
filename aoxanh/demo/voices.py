"""After the event: answers without names, a shared record and a paper of it, boards of honour, words about absences."""

import secrets
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Sum
from django.utils import timezone

from aoxanh.activities.models import Activity, Signup
from aoxanh.attendance.models import Feedback, FeedbackTicket, ServiceHours, Thanks
from aoxanh.attendance.queries.feedback import first_turns
from aoxanh.demo import cast
from aoxanh.demo.officers import person_of
from aoxanh.demo.world import World, own_times
from aoxanh.people.actions.consents import give_consent
from aoxanh.people.consents import current
from aoxanh.people.models import Consent, Person, PersonSkill
from aoxanh.recognition.holder.actions import choose, make_paper, open_link
from aoxanh.recognition.holder.contents import Choices
from aoxanh.recognition.holder.honouring import hang_board
from aoxanh.recognition.holder.record import record_of

HEARD, IN_THE_COMMUNE, LATELY = 14, 4, 60
OPINIONS = ("yes", "partly", "no")
USUAL, UNSAFE = (88, 10, 2), (45, 35, 20)
WORDS = (
    "Việc chia nhóm rõ ràng, ai cũng có việc.",
    "Nên phát thêm găng tay, đôi của tôi rách từ giữa buổi.",
    "Nước uống đủ, trưa nắng có chỗ nghỉ.",
    "Đường vào thôn khó đi, nên hẹn nhau ở ủy ban xã rồi đi chung.",
    "Các em nhỏ rất vui. Tôi sẽ rủ thêm bạn.",
    "Bắt đầu muộn 30 phút so với giờ hẹn.",
    "Hướng dẫn an toàn ngắn gọn, dễ nhớ.",
    "Lần sau nên có người biết sơ cứu đi cùng.",
)
FEARS = ("Lên mái mà chưa có dây bảo hiểm, tôi thấy sợ.", "Giàn giáo rung, nên chằng lại trước khi cho người lên.")
REASONS = ("Con ốm phải đưa đi trạm y tế.", "Xe hỏng giữa đường, tôi có gọi mà không gặp.", "Nhà có đám, tôi quên báo.")
LINK = "ho-so-cua-hanh-ban-dung-thu-xem-truoc-00001"
HOURS = {"province": 15, "commune": 10}


def make_voices(world: World) -> int:
    """How many answers there are."""
    answers = hear(world)
    explain(world)
    person = person_of(world, cast.VOLUNTEER)
    show_record(world, person)
    honour(world, person)
    return answers


def hear(world: World) -> int:
    """Some activities of the last weeks, the secretary's own first; in the first of them few felt safe."""
    since = world.now - timedelta(days=LATELY)
    over = Activity.objects.filter(ends_at__lt=world.now - timedelta(days=1), ends_at__gt=since, shifts__signups__check_in__isnull=False)
    rows = over.annotate(came=Count("shifts__signups")).filter(came__gte=8).order_by("-ends_at", "id")
    own = list(rows.filter(unit__in=[grant.unit_id for grant in world.accounts["secretary"].grants.all()])[:IN_THE_COMMUNE])
    chosen = own + [activity for activity in rows[: world.some(HEARD, 2)] if activity not in own]
    return sum(answer(world, activity, UNSAFE if number == 0 else USUAL) for number, activity in enumerate(chosen))


def answer(world: World, activity: Activity, weights: tuple[int, int, int]) -> int:
    turns = list(first_turns(activity))
    tickets = [FeedbackTicket(signup=turn, key=secrets.token_urlsafe(32), was_used=world.random.random() < 0.7) for turn in turns]
    FeedbackTicket.objects.bulk_create(tickets)
    with own_times(Thanks):
        at = min((activity.ends_at or world.now) + timedelta(hours=21), world.now)
        Thanks.objects.create(activity=activity, people=len(turns), at=at, words="")
    used = sum(ticket.was_used for ticket in tickets)
    texts = [*(FEARS if weights == UNSAFE else ()), *world.random.sample(WORDS, min(len(WORDS), used // 3))][:used]
    Feedback.objects.bulk_create(opinion(world, activity, weights, text) for text in texts + [""] * (used - len(texts)))
    return used


def opinion(world: World, activity: Activity, weights: tuple[int, int, int], text: str) -> Feedback:
    safe = "no" if text in FEARS else world.random.choices(OPINIONS, weights)[0]
    useful, again = (world.random.choices(OPINIONS, USUAL)[0] for _ in range(2))
    return Feedback(id=world.uuid(), activity=activity, safe=safe, useful=useful, again=again, words=text)


def explain(world: World) -> None:
    """A few who stayed away said why; some of them are excused."""
    since = world.now - timedelta(days=30)
    absent = Signup.objects.filter(outcome=Signup.Outcome.ABSENT, shift__starts_at__gt=since).order_by("-shift__starts_at", "id")
    for number, signup in enumerate(absent[: len(REASONS)]):
        signup.why = REASONS[number]
        signup.excused_at, signup.excused_by = (world.now, world.heads.get(signup.shift.activity.unit_id)) if number == 0 else (None, None)
        signup.save(update_fields=["why", "excused_at", "excused_by"])


def show_record(world: World, person: Person) -> None:
    """Her skill is proved, her record is open behind a link, and she made a paper of it."""
    user = world.accounts["volunteer"]
    secretary = world.accounts["secretary"]
    paper = {"degree": 2, "proof": "Chứng nhận sơ cứu, Hội Chữ thập đỏ tỉnh", "proved_at": timezone.now(), "proved_by": secretary}
    PersonSkill.objects.update_or_create(person=person, skill=world.skills["first_aid"], defaults=paper)
    record = record_of(person)
    activities = {part.activity.pk for part in record.parts}
    certificates = {one.pk for one in record.certificates}
    shown = Choices(total=True, years=True, skills=True, activities=activities, certificates=certificates)
    choose(person, choices=shown, until=None, by=user)
    share = open_link(person, by=user)
    share.key, share.views, share.seen_at = LINK, 7, world.now - timedelta(hours=5)
    share.save()
    everything = Choices(total=True, years=True, reported=True, skills=True, activities=activities, certificates=certificates)
    make_paper(person, choices=everything, request_id=world.uuid(), by=user)


def honour(world: World, person: Person) -> None:
    """Boards of this year, of the province and of her commune; most who reached them agreed."""
    give_consent(person, purpose=Consent.Purpose.HONOUR, channel="web", by=person.user)
    first, last = date(world.today.year, 1, 1), date(world.today.year, 12, 31)
    agree(world, first, min(HOURS.values()) * 60, person.pk)
    coordinator, secretary = world.accounts["coordinator"], world.accounts["secretary"]
    for user, hours in ((coordinator, HOURS["province"]), (secretary, HOURS["commune"])):
        unit = user.grants.order_by("id")[0].unit
        text = "Cảm ơn những người đã bền bỉ cùng bà con trong năm nay."
        hang_board(unit, first=first, last=last, hours=hours, words=text, request_id=world.uuid(), by=user)


def agree(world: World, first: date, minutes: int, but: UUID) -> None:
    """Consents of adults, given on paper."""
    sums = ServiceHours.objects.filter(on__gte=first).order_by().values("person").annotate(all=Sum("minutes")).filter(all__gte=minutes)
    adults = Person.objects.filter(pk__in=sums.values("person"), birth_date__lt=first - timedelta(days=20 * 365), erased_at=None)
    chosen = [pk for pk in adults.exclude(pk=but).order_by("id").values_list("pk", flat=True) if world.random.random() < 0.7]
    version = current(Consent.Purpose.HONOUR).version
    rows = [Consent(person_id=pk, purpose=Consent.Purpose.HONOUR, version=version, channel="paper") for pk in chosen]
    Consent.objects.bulk_create(rows, ignore_conflicts=True)
