"""Planning a reorganisation, seeing what it does, deciding it, and taking it back."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.kit.dates import today
from aoxanh.kit.parts.when import fulldate
from aoxanh.kit.refusals import Refused
from aoxanh.kit.versions import bump_public_version
from aoxanh.org.models import Change, Parentage, Reorganisation, Step, Unit
from aoxanh.org.reorganisation import checks, journal, structure
from aoxanh.org.reorganisation.plans import Plan
from aoxanh.org.reorganisation.port import Conflict, Event, followers
from aoxanh.org.reorganisation.reversal import reversal
from aoxanh.org.reorganisation.structure import Counts
from aoxanh.places.layers import REFRESH_MAP

State = Reorganisation.State


@dataclass(frozen=True)
class Followed:
    """What one follower does: how it is called, its rule in a sentence, how many rows."""

    name: str
    label: str
    rule: str
    count: int


@dataclass(frozen=True)
class Preview:
    """What an event would do, as found out by doing it and taking it back."""

    counts: Counts
    followed: tuple[Followed, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def blocking(self) -> list[Conflict]:
        return [conflict for conflict in self.conflicts if conflict.is_blocking]

    @property
    def to_decide(self) -> list[Conflict]:
        return [conflict for conflict in self.conflicts if not conflict.is_blocking]


class _TakenBack(Exception):
    """Ends the trial run of a preview."""


@transaction.atomic
def draft(
    title: str,
    *,
    on: date,
    by: User | None,
    root: Unit | None = None,
    decision: Mapping[str, Any] | None = None,
    document: File | None = None,
    request_id: UUID | None = None,
) -> Reorganisation:
    """Begin an event that will hold from `on`; `decision` has number, date, issuer. Sent twice, it is one. `by` None: the program."""
    if request_id and (known := Reorganisation.objects.filter(request_id=request_id).first()):
        return known
    said = {f"decision_{name}": value for name, value in (decision or {}).items()}
    event = Reorganisation.objects.create(
        title=title, on=on, root_id=root.pk if root else None, created_by=by, document=document or "", request_id=request_id, **said
    )
    record("org.reorganisation_drafted", event, by=by, unit_id=event.root_id, on=on.isoformat(), decision=event.decision_number)
    return event


@transaction.atomic
def plan(event: Reorganisation, steps: Plan, *, by: User | None) -> Reorganisation:
    """Replace the plan of a draft; units under one that ends are brought along where no step says otherwise. Refuses with `not_a_draft`."""
    event = _locked(event)
    _refuse_unless(event, State.DRAFT, "not_a_draft", _("The event is decided already. Undo it first, then change its plan."))
    event.steps.all().delete()
    journal.take_statistics(Event(event.pk, event.on, has_come=False, steps=steps.save(event)), Step, Unit, Parentage)
    structure.bring_orphans(event)
    record("org.reorganisation_planned", event, by=by, unit_id=event.root_id, steps=event.steps.count())
    return event


def preview(event: Reorganisation) -> Preview:
    """What would happen, by doing it in a transaction that is then taken back: the figures are those of the run itself."""
    found = checks.before(event)
    if found:
        return Preview(Counts(), (), tuple(found))
    try:
        with transaction.atomic():
            counts, followed, conflicts = _run(event)
            raise _TakenBack
    except _TakenBack:
        return Preview(counts, followed, conflicts)


@transaction.atomic
def decide(event: Reorganisation, *, by: User | None, seen: bool = False) -> Reorganisation:
    """Write everything that has dates, for the day of the event; if the day has come, the rest as well.

    `seen`: somebody has looked at what is left to decide. Refuses with `not_a_draft`, `plan_blocked`, `conflicts_unseen`.
    """
    event = _locked(event)
    _refuse_unless(event, State.DRAFT, "not_a_draft", _("The event is decided already. Undo it first, then change its plan."))
    faults = checks.before(event)
    if not faults:
        counts, followed, conflicts = _run(event)
        faults = [conflict for conflict in conflicts if conflict.is_blocking]
    if faults:
        raise Refused("plan_blocked", faults[0].message)
    if conflicts and not seen:
        raise Refused("conflicts_unseen", _("There is something left to decide. Look at the list, then say that you have seen it."))
    has_come = event.on <= today()
    event.state = State.IN_EFFECT if has_come else State.DECIDED
    event.decided_at, event.decided_by = timezone.now(), by
    event.effect_at = timezone.now() if has_come else None
    event.counts = asdict(counts) | {one.name: one.count for one in followed}
    event.save()
    record("org.reorganised", event, by=by, unit_id=event.root_id, on=event.on.isoformat(), counts=event.counts)
    bump_public_version()
    return event


@transaction.atomic
def take_effect(event: Reorganisation, *, by: User | None = None) -> Reorganisation:
    """The day has come: what has no dates follows, and what was added to ending units since the decision.

    Refuses with `not_yet`, `plan_blocked`.
    """
    event = _locked(event)
    if event.state != State.DECIDED:
        return event
    if event.on > today():
        raise Refused("not_yet", _("The event takes effect on %(day)s only.") % {"day": fulldate(event.on)})
    structure.bring_orphans(event)
    counts, followed, conflicts = _run(event)
    if faults := [conflict for conflict in conflicts if conflict.is_blocking]:
        raise Refused("plan_blocked", faults[0].message)
    event.state, event.effect_at = State.IN_EFFECT, timezone.now()
    again = asdict(counts) | {one.name: one.count for one in followed}
    event.counts = {name: max(count, again.get(name, 0)) for name, count in event.counts.items()}
    event.save(update_fields=["state", "effect_at", "counts"])
    record("org.reorganisation_in_effect", event, by=by, unit_id=event.root_id, counts=event.counts)
    app.configure_task(REFRESH_MAP).defer()
    bump_public_version()
    return event


@transaction.atomic
def undo(event: Reorganisation, *, by: User | None) -> Reorganisation:
    """Take a decided event back, row by row, before its day; it is a draft again.

    Refuses with `in_effect`, `not_decided`, `built_upon`.
    """
    event = _locked(event)
    if event.state == State.IN_EFFECT or (event.state == State.DECIDED and event.on <= today()):
        raise Refused("in_effect", _("The event is in effect since %(day)s. Reverse it by a later event.") % {"day": fulldate(event.on)})
    _refuse_unless(event, State.DECIDED, "not_decided", _("The event is not decided, so there is nothing to undo."))
    _refuse_what_was_built_upon(event)
    journal.undo(event)
    event.state, event.undone_at, event.decided_at, event.counts = State.DRAFT, timezone.now(), None, {}
    event.save()
    record("org.reorganisation_undone", event, by=by, unit_id=event.root_id)
    bump_public_version()
    return event


@transaction.atomic
def discard(event: Reorganisation, *, by: User) -> None:
    """Throw a draft away; it stays in the audit. Refuses with `not_a_draft`."""
    event = _locked(event)
    _refuse_unless(event, State.DRAFT, "not_a_draft", _("The event is decided already. Undo it first, then change its plan."))
    event.state = State.UNDONE
    event.save(update_fields=["state"])
    event.steps.all().delete()
    record("org.reorganisation_discarded", event, by=by, unit_id=event.root_id)


@transaction.atomic
def reverse(event: Reorganisation, *, on: date, by: User | None) -> Reorganisation:
    """Draft the later event that takes this one back from `on`. Refuses with `not_in_effect`, `too_early`."""
    event = _locked(event)
    _refuse_unless(event, State.IN_EFFECT, "not_in_effect", _("The event is not in effect yet. Undo it instead."))
    if on <= event.on:
        raise Refused("too_early", _("Choose a day after %(day)s, on which the event took effect.") % {"day": fulldate(event.on)})
    root = Unit.objects.get(pk=event.root_id) if event.root_id else None
    later = draft(_("Reversal: %(title)s") % {"title": event.title}, on=on, by=by, root=root)
    later.reverses = event
    later.save(update_fields=["reverses"])
    return plan(later, reversal(event, on), by=by)


def _run(event: Reorganisation) -> tuple[Counts, tuple[Followed, ...], tuple[Conflict, ...]]:
    """The tree first, then all who follow; an event whose tree cannot stand is not followed."""
    seen = Event(event.pk, event.on, has_come=event.on <= today(), steps=event.steps.count())
    counts = structure.apply(seen)
    faults = checks.after(event)
    if faults:
        return counts, (), tuple(faults)
    followed = tuple(Followed(name, str(one.label), str(one.rule), one.apply(seen)) for name, one in followers().items())
    conflicts = tuple(conflict for one in followers().values() for conflict in one.conflicts(seen))
    return counts, followed, conflicts


def _locked(event: Reorganisation) -> Reorganisation:
    """The event, and no other event at the same time: two that touch one tree would not see each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('org.reorganisation'))")
    return Reorganisation.objects.select_for_update(of=("self",)).get(pk=event.pk)


def _refuse_unless(event: Reorganisation, state: str, code: str, sentence: str) -> None:
    if event.state != state:
        raise Refused(code, sentence)


def _refuse_what_was_built_upon(event: Reorganisation) -> None:
    """What stands on the rows that an undo would take away: later events, and rows of any table that name a unit it founded."""
    rows = event.changes.values("row_id")
    later = Change.objects.filter(row_id__in=rows, id__gt=event.changes.aggregate(last=models.Max("id"))["last"] or 0)
    if found := later.exclude(event=event).select_related("event").first():
        raise Refused("built_upon", _("“%(title)s” builds on this event. Undo that one first.") % {"title": found.event.title})
    founded = event.steps.filter(verb=Step.Verb.FOUND).values("subject_id")
    for relation in Unit._meta.related_objects:
        table: Any = relation.related_model
        used = table._default_manager.filter(**{f"{relation.field.name}__in": founded}).exclude(pk__in=rows)
        if (count := used.count()) > 0:
            sentence = _("%(count)d rows (%(what)s) name a unit that this event founds. Take them away first, or reverse the event later.")
            raise Refused("built_upon", sentence % {"count": count, "what": table._meta.verbose_name_plural})
