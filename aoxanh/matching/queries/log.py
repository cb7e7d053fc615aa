"""What hands changed in a proposal, in sentences."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aoxanh.activities.models import Shift
from aoxanh.kit.parts.when import clock
from aoxanh.matching.models import Move, Proposal

Kind = Move.Kind
SAID = {
    Kind.MOVED: gettext_lazy("moved %(person)s to %(after)s"),
    Kind.ADDED: gettext_lazy("put %(person)s in %(after)s"),
    Kind.REMOVED: gettext_lazy("took %(person)s out of %(before)s"),
    Kind.PINNED: gettext_lazy("pinned %(person)s in %(before)s"),
    Kind.UNPINNED: gettext_lazy("unpinned %(person)s in %(before)s"),
    Kind.FORBIDDEN: gettext_lazy("marked %(person)s as not fitting %(before)s"),
    Kind.ALLOWED: gettext_lazy("took away the mark that %(person)s does not fit %(before)s"),
}


@dataclass(frozen=True)
class Entry:
    """One change: who, what, when."""

    revision: int
    who: str
    what: str
    at: datetime
    is_undo: bool

    @property
    def sentence(self) -> str:
        return _("%(who)s %(what)s at %(clock)s.") % {"who": self.who, "what": self.what, "clock": clock(self.at)}


def moves_of(proposal: Proposal) -> QuerySet[Move]:
    return proposal.moves.select_related("person", "by__person", "before__activity", "after__activity")


def entry(move: Move) -> Entry:
    person = getattr(move.by, "person", None)
    facts = {"person": move.person.full_name, "before": called(move.before), "after": called(move.after)}
    return Entry(
        move.revision, person.full_name if person else str(move.by), str(SAID[Kind(move.kind)]) % facts, move.at, bool(move.undoes_id)
    )


def called(shift: Shift | None) -> str:
    """How a shift is called among shifts of other activities."""
    if not shift:
        return ""
    return f"“{shift.activity.title}” {shift.hours}"


def latest(proposal: Proposal, most: int = 5) -> list[Entry]:
    return [entry(move) for move in moves_of(proposal).order_by("-revision")[:most]]


def said_since(proposal: Proposal, revision: int) -> str:
    """What the others did since a revision, for who comes too late: the last change in full, the rest by number."""
    since = list(moves_of(proposal).filter(revision__gt=revision).order_by("-revision"))
    again = _("The page now shows it. Look once more, then do it again if it is still needed.")
    if not since:
        return _("The proposal was solved again meanwhile.") + " " + again
    parts = [entry(since[0]).sentence]
    if more := len(since) - 1:
        parts.append(ngettext("%(count)d more change came before it.", "%(count)d more changes came before it.", more) % {"count": more})
    return " ".join([*parts, again])
