"""Hanging a board of honour, asking who may stand on it, and taking it down."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.kit.dates import during, today
from aoxanh.kit.parts.when import fulldate
from aoxanh.kit.refusals import Refused
from aoxanh.kit.versions import bump_public_version
from aoxanh.kit.vietnamese import tidy
from aoxanh.notices.actions import Letter, tell_many
from aoxanh.org.models import Unit
from aoxanh.people.models import Person
from aoxanh.people.queries.guardians import needs_guardian
from aoxanh.recognition.holder.boards import last_day, to_ask
from aoxanh.recognition.models import HonourBoard

SHORTEST = timedelta(days=28)
APART = 20
MOST = 3


@transaction.atomic
def hang_board(unit: Unit, *, first: date, last: date, hours: int, words: str = "", request_id: UUID, by: User) -> HonourBoard:
    """A board of the unit for the days from `first` to `last`, for whoever has `hours` checked-in hours in them or more.

    Boards of one period stay few and far apart, so that together they never rank people. The same `request_id` again hangs no second one.
    Refused: `period_wrong`, `period_short`, `period_ahead`, `threshold_missing`, `board_hangs`, `thresholds_near`, `too_many_boards`.
    """
    if hung := HonourBoard.objects.filter(request_id=request_id).first():
        return hung
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    check_period(first, last)
    if hours < 1:
        raise Refused("threshold_missing", _("Say from how many hours on a name stands on the board."))
    period = during(first, last + timedelta(days=1))
    check_others(list(HonourBoard.objects.filter(unit=unit, closed_at=None, during__overlap=period)), hours)
    board = HonourBoard.objects.create(unit=unit, during=period, minutes=hours * 60, words=tidy(words)[:300], request_id=request_id, by=by)
    record("recognition.honour_board_made", board, by=by, unit_id=unit.pk, hours=hours)
    bump_public_version()
    return board


def check_period(first: date, last: date) -> None:
    if last < first:
        raise Refused("period_wrong", _("The last day lies before the first. Change one of them."))
    if last - first < SHORTEST - timedelta(days=1):
        raise Refused("period_short", _("A board covers 28 days at least, so that it honours lasting work."))
    if first > today():
        raise Refused("period_ahead", _("This period has not begun. Choose one that has."))


def check_others(others: list[HonourBoard], hours: int) -> None:
    """Against boards whose days overlap."""
    near = [other for other in others if abs(other.minutes - hours * 60) < APART * 60]
    if any(other.minutes == hours * 60 for other in near):
        raise Refused("board_hangs", _("A board with this threshold already covers some of these days. Take it down first."))
    if near:
        text = _("Another board of these days is less than %(hours)d hours away. So near they would rank people.")
        raise Refused("thresholds_near", text % {"hours": APART})
    if len(others) >= MOST:
        raise Refused("too_many_boards", _("%(most)d boards cover these days already. More would rank people.") % {"most": MOST})


@transaction.atomic
def ask_silent(board: HonourBoard, *, by: User) -> int:
    """Ask everyone who reached it and never answered whether their name may stand there; once a board. How many letters.

    Refused: `asked_already`, `board_closed`, `nobody_to_ask`.
    """
    board = HonourBoard.objects.select_for_update(of=("self",)).select_related("unit").get(pk=board.pk)
    if board.closed_at:
        raise closed()
    if board.asked_at:
        raise Refused("asked_already", _("They were asked on %(day)s. Nobody is asked twice.") % {"day": fulldate(board.asked_at)})
    sent = tell_many(letter for person in to_ask(board).iterator(1000) for letter in letters(board, person))
    if not sent:
        raise Refused("nobody_to_ask", _("Nobody is left to ask: the others have answered, or have no address."))
    board.asked_at, board.asked = timezone.now(), sent
    board.save(update_fields=["asked_at", "asked"])
    record("recognition.honour_asked", board, by=by, unit_id=board.unit_id, asked=sent)
    return sent


def letters(board: HonourBoard, person: Person) -> Iterator[Letter]:
    """To whoever has an address; a child hears that a guardian agrees too."""
    user = person.user
    to = person.email or (user.address if user else "")
    if not to:
        return
    with override(user.language if user else settings.LANGUAGE_CODE):
        subject = _("May your name stand on the board of honour of %(unit)s?") % {"unit": board.unit.name}
        body = "\n\n".join(paragraphs(board, person))
    yield Letter(to, subject, body, f"honour.asked:{board.pk}:{person.pk}", user.pk if user else None)


def paragraphs(board: HonourBoard, person: Person) -> Iterator[str]:
    days = {"first": fulldate(board.during.lower), "last": fulldate(last_day(board)), "hours": board.minutes // 60}
    yield _("From %(first)s to %(last)s you reached %(hours)d hours of volunteering. Thank you.") % days
    yield _("The board shows names by the alphabet, without hours, and only of who agrees. Without your yes nothing is shown.")
    yield _("Say yes or leave it: %(link)s") % {"link": settings.BASE_URL + reverse("people:consents")}
    if needs_guardian(person):
        yield _("Under 16 a parent or guardian agrees too.")


@transaction.atomic
def take_down(board: HonourBoard, *, by: User) -> HonourBoard:
    """The board hangs no more; the row stays. Twice is once."""
    board = HonourBoard.objects.select_for_update(of=("self",)).get(pk=board.pk)
    if not board.closed_at:
        board.closed_at = timezone.now()
        board.save(update_fields=["closed_at"])
        record("recognition.honour_board_closed", board, by=by, unit_id=board.unit_id)
        bump_public_version()
    return board


def closed() -> Refused:
    return Refused("board_closed", _("This board was taken down."))
