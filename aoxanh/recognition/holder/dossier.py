"""What a person shows of their record, as their copy tells it; what ends with the consent, and what goes with the person."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aoxanh.accounts.models import User
from aoxanh.kit.parts.when import fulldate
from aoxanh.people.dossier import Row, Section, register
from aoxanh.people.models import Person
from aoxanh.recognition.holder.actions import close_link
from aoxanh.recognition.models import RecordPaper, Share


def shown(person: Person) -> Iterable[Row]:
    """Papers by code, then the link with what it shows."""
    for paper in RecordPaper.objects.filter(person=person).order_by("made_at", "id"):
        ended = fulldate(paper.withdrawn_at) if paper.withdrawn_at else ""
        yield {
            "what": _("PDF %(code)s") % {"code": paper.code_text},
            "since": fulldate(paper.made_at),
            "until": ended,
            "contents": paper.contents,
        }
    share = Share.objects.filter(person=person, opened_at__isnull=False).first()
    if share and share.opened_at:
        activities = list(share.activities.order_by("title", "pk").values_list("title", flat=True))
        ended = fulldate(share.until) if share.until else ""
        state = _("Link, open") if share.key else _("Link, closed")
        yield {"what": state, "since": fulldate(share.opened_at), "until": ended, "activities": activities, "views": share.views}


def release(person: Person, by: User | None) -> int:
    """Without the consent to volunteering nothing is shared any more."""
    return int(close_link(person, by=by))


def forget(person: Person) -> None:
    """A paper of a record is nobody's file but its holder's: its code stays, with the day, and what it said goes (Luật 91/2025)."""
    RecordPaper.objects.filter(person=person).update(contents={}, person=None)
    Share.objects.filter(person=person).delete()


SHOWN = Section(
    "record_shown",
    gettext_lazy("What you show of your record"),
    {"what": gettext_lazy("What"), "since": gettext_lazy("Since"), "until": gettext_lazy("Until")},
    shown,
    release=release,
    forget=forget,
    order=85,
)


def register_section() -> None:
    register(SHOWN)
