"""Closing an activity: what came of it, what was used, what was learnt, and publishing that."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aoxanh.accounts.models import User
from aoxanh.activities.actions import mark_recorded
from aoxanh.activities.models import Activity
from aoxanh.attendance import actions as attendance
from aoxanh.attendance.queries import Totals, expected_totals
from aoxanh.audit import actions as audit
from aoxanh.kit.refusals import Refused
from aoxanh.kit.versions import bump_public_version
from aoxanh.kit.vietnamese import tidy
from aoxanh.records.models import GoodsUsed, MoneyUsed, Record, RecordPicture
from aoxanh.records.queries.faces import blocked, day_of
from aoxanh.records.queries.reports import figures_of
from aoxanh.records.queries.waiting import open_doubts
from aoxanh.records.uses import MOST_LINES, MOST_MONEY, GoodsLine, MoneyLine
from aoxanh.training.models import CoordinationModel

RUNNING = (Activity.Status.OPEN, Activity.Status.CLOSED)


@transaction.atomic
def write_record(
    activity: Activity, *, outcome: str, unfinished: str = "", beneficiaries: int = 0, people: int | None = None, by: User
) -> Record:
    """Keep the draft; nobody but the unit sees it. `people` is heeded where the record was made from declared work.

    Refused: `wrong_state`, `already_published`.
    """
    record = held(activity)
    record.outcome, record.unfinished, record.beneficiaries = outcome.strip(), unfinished.strip(), beneficiaries
    if record.is_declared and people is not None:
        record.people = people
    record.save()
    audit.record("records.written", record, by=by, unit_id=activity.unit_id)
    return record


@transaction.atomic
def write_uses(activity: Activity, *, money: Iterable[MoneyLine], goods: Iterable[GoodsLine], money_public: bool, by: User) -> Record:
    """Keep what was used, all of it, in the order given.

    Refused: `too_many_lines`, `impossible_amount`, `wrong_state`, `already_published`.
    """
    record, money, goods = held(activity), list(money), list(goods)
    if max(len(money), len(goods)) > MOST_LINES:
        raise Refused("too_many_lines", _("A report takes %(most)d lines. Put small things together.") % {"most": MOST_LINES})
    if any(not 0 < line.amount <= MOST_MONEY for line in money) or any(line.quantity <= 0 for line in goods):
        raise Refused("impossible_amount", _("An amount is more than nothing, and at most 100 billion đồng."))
    record.money.all().delete()
    record.goods.all().delete()
    MoneyUsed.objects.bulk_create(
        MoneyUsed(record=record, order=order, amount=line.amount, source=tidy(line.source), purpose=tidy(line.purpose))
        for order, line in enumerate(money)
    )
    GoodsUsed.objects.bulk_create(
        GoodsUsed(
            record=record, order=order, name=tidy(line.name), quantity=line.quantity, measure=tidy(line.measure), source=tidy(line.source)
        )
        for order, line in enumerate(goods)
    )
    record.money_public = money_public
    record.save()
    audit.record("records.uses_written", record, by=by, unit_id=activity.unit_id, money=len(money), goods=len(goods))
    return record


@transaction.atomic
def write_lessons(
    activity: Activity, *, model: CoordinationModel | None, went_well: str, do_differently: str, lessons_public: bool, by: User
) -> Record:
    """Keep which model was applied in fact, and what was learnt. Refused: `wrong_state`, `already_published`."""
    record = held(activity)
    record.model, record.went_well, record.do_differently = model, went_well.strip(), do_differently.strip()
    record.lessons_public = lessons_public
    record.save()
    audit.record("records.lessons_written", record, by=by, unit_id=activity.unit_id, public=lessons_public)
    return record


def held(activity: Activity) -> Record:
    """The draft, begun if need be, kept from others until the end of the transaction; a published one only while it is open again."""
    status = Activity.objects.select_for_update(of=("self",)).values_list("status", flat=True).get(pk=activity.pk)
    if status == Activity.Status.RECORDED:
        if record := reopened(activity):
            return record
        raise Refused("already_published", _("The results are published and no longer change."))
    if status not in RUNNING:
        raise Refused("wrong_state", _("This activity was never open to people, or it was cancelled: it has no results."))
    figures = expected_totals(activity)
    blank = {"outcome": "", "people": figures.people, "turns": figures.turns, "minutes": figures.minutes, "model_id": activity.model_id}
    return Record.objects.select_for_update(of=("self",)).get_or_create(activity=activity, defaults=blank)[0]


def reopened(activity: Activity) -> Record | None:
    """The record, locked, while it is open again."""
    record = Record.objects.select_for_update(of=("self",)).filter(activity=activity).first()
    return record if record and record.reopenings.filter(closed_at=None).exists() else None


@transaction.atomic
def publish_record(activity: Activity, *, nobody_came: bool = False, doubts_word: str = "", by: User) -> Record:
    """Settle attendance, freeze people, turns and minutes from it, turn the public page into the report. Publishing again changes nothing.

    An activity that nobody attended is recorded too, once `nobody_came` says that this is so; with doubts about attendance open, once
    `doubts_word` says why. A corrected record is published in the same way: its figures come from the ledger as it is now. Refused:
    `not_ended`, `wrong_state`, `doubts_open`, `nothing_attended`, `outcome_missing`, and those of `PICTURE_RULES`.
    """
    corrected = reopened(activity)
    if not corrected and (published := Record.objects.filter(activity=activity, published_at__isnull=False).first()):
        return published
    if not activity.is_over:
        raise Refused("not_ended", _("The activity has not ended yet. Its results are published after the last shift."))
    record = corrected or held(activity)
    for rule in (has_outcome, *PICTURE_RULES):
        rule(record)
    note_doubts(record, doubts_word)
    freeze(record, nobody_came=nobody_came, by=by)
    return correct(record, by=by) if corrected else publish(record, by=by)


def has_outcome(record: Record) -> None:
    if not record.outcome:
        raise Refused("outcome_missing", _("Say in a sentence what came of it. It stands first on the public page."))


def has_captions(record: Record) -> None:
    if record.pictures.filter(caption="").exists():
        raise Refused("caption_missing", _("A picture has no caption. Say what it shows, or leave it out."))


def has_faces_asked(record: Record) -> None:
    """Whether children can be recognised is asked of every picture; where they can, it is said who they are or who agreed for them."""
    if open_question := record.pictures.filter(children="").first():
        text = _("Say of “%(caption)s” whether a child under 16 can be recognised in it.")
        raise Refused("faces_unasked", text % {"caption": open_question.caption})
    with_children = record.pictures.filter(children=RecordPicture.Children.YES)
    if nameless := with_children.filter(faces=None, others_agreed="").first():
        text = _("“%(caption)s” shows children. Name those who came, or say who agreed for the others.")
        raise Refused("children_unnamed", text % {"caption": nameless.caption})


def has_consents(record: Record) -> None:
    """The organiser noted that people agreed, and nobody who is named in a picture stands against it."""
    if missing := record.pictures.filter(consented=False).first():
        text = _("“%(caption)s” has no consent. Tick it when the people in it, or the children's parents, agreed; else leave it out.")
        raise Refused("consent_missing", text % {"caption": missing.caption})
    pictures = {shown.pk: shown for shown in record.pictures.all()}
    for pk, people in blocked(pictures.values(), day_of(record.activity)).items():
        text = _("“%(caption)s” shows %(name)s: %(why)s. Leave the picture out, blur the face, or ask for consent.")
        facts = {"caption": pictures[pk].caption, "name": people[0].person.full_name, "why": people[0].why}
        raise Refused("consent_missing", text % facts)


PICTURE_RULES = (has_captions, has_faces_asked, has_consents)


def note_doubts(record: Record, word: str) -> None:
    """Figures are not frozen over open doubts in silence: each is decided, or the organiser says why not."""
    number = open_doubts(record.activity).count()
    if number and not word.strip():
        text = ngettext(
            "%(count)d question about attendance is open. Decide it, or say why it stays open.",
            "%(count)d questions about attendance are open. Decide them, or say why they stay open.",
            number,
        )
        raise Refused("doubts_open", text % {"count": number})
    record.doubts_left, record.doubts_word = number, tidy(word)[:300] if number else ""


def freeze(record: Record, *, nobody_came: bool, by: User) -> None:
    """Take people, turns and minutes from attendance. Once it was settled they change by corrections in the ledger only."""
    if record.is_declared:
        return
    figures: Totals = figures_of(record) if record.published_at else attendance.settle(record.activity, by=by)
    if not figures.turns and not nobody_came and not record.published_at:
        raise Refused("nothing_attended", _("Nobody was checked in. If nobody came, tick that below and publish: that is a result too."))
    record.people, record.turns, record.minutes = figures.people, figures.turns, figures.minutes


def publish(record: Record, *, by: User) -> Record:
    record.published_at, record.published_by = timezone.now(), by
    record.save()
    mark_recorded(record.activity, by=by)
    tell("records.published", record, by)
    return record


def correct(record: Record, *, by: User) -> Record:
    """The day of the first publication stays: whether a record was on time does not change by putting it right."""
    record.corrected_at = timezone.now()
    record.save()
    record.reopenings.filter(closed_at=None).update(closed_at=record.corrected_at, closed_by=by)
    tell("records.corrected", record, by)
    return record


def tell(verb: str, record: Record, by: User) -> None:
    facts = {"people": record.people, "turns": record.turns, "minutes": record.minutes, "doubts_left": record.doubts_left}
    audit.record(verb, record, by=by, unit_id=record.activity.unit_id, **facts)
    bump_public_version()
