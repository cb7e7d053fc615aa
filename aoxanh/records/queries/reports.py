"""What the public page of a recorded activity tells: as it was frozen, or as it stood before it was opened again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Sum

from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity
from aoxanh.attendance.queries import Totals, expected_totals, totals
from aoxanh.media.models import Picture
from aoxanh.needs.models import Need
from aoxanh.org.models import Unit
from aoxanh.people.models import Person
from aoxanh.records.models import GoodsUsed, MoneyUsed, Record, RecordPicture, Reopening
from aoxanh.records.queries.faces import day_of, problems_of
from aoxanh.training.models import CoordinationModel


@dataclass(frozen=True)
class Shown:
    """A picture of a report; `people` are those named in it."""

    picture: Picture
    caption: str
    consented: bool
    has_children: bool
    people: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Report:
    """What everyone reads. Its figures are frozen; a preview has those that publishing would freeze.

    `money` and what was learnt are there only if the unit wants them public. `left_out` counts pictures that are not shown, because
    somebody in them does not agree. `correcting`: the record is open again, and this is what had been published; `corrections` are those
    that are done.
    """

    record: Record
    outcome: str
    unfinished: str
    people: int
    turns: int
    minutes: int
    beneficiaries: int
    places: int
    recorded_by: str
    model: CoordinationModel | None
    pictures: tuple[Shown, ...] = ()
    left_out: int = 0
    money: tuple[MoneyUsed, ...] = ()
    goods: tuple[GoodsUsed, ...] = ()
    went_well: str = ""
    do_differently: str = ""
    correcting: Reopening | None = None
    corrections: tuple[Reopening, ...] = ()

    @property
    def everyone_agreed(self) -> bool:
        """Whether consent is noted for every picture."""
        return all(shown.consented for shown in self.pictures)

    @property
    def has_children(self) -> bool:
        return any(shown.has_children for shown in self.pictures)

    @property
    def is_declared(self) -> bool:
        return self.record.is_declared

    @property
    def recorded_at(self) -> datetime | None:
        return self.record.published_at

    @property
    def money_in_all(self) -> int:
        return sum(line.amount for line in self.money)

    @property
    def need(self) -> Need | None:
        return self.record.activity.need

    @property
    def still_short(self) -> int:
        """People that the need asked for and did not get."""
        return max(0, self.need.people_wanted - self.people) if self.need else 0


def report(activity: Activity) -> Report | None:
    """What the public page of a recorded activity tells; None before it is published."""
    if activity.status != Activity.Status.RECORDED:
        return None
    record = records_with_facts().filter(activity=activity, published_at__isnull=False).first()
    if record is None:
        return None
    reopenings = list(record.reopenings.all())
    correcting = next((one for one in reopenings if one.closed_at is None), None)
    told = correcting.was if correcting else facts_of(record, Totals(record.people, record.turns, record.minutes))
    done = tuple(one for one in reopenings if one.closed_at)
    return tell(record, told, record.published_by, correcting=correcting, corrections=done)


def preview(record: Record, *, by: User) -> Report:
    """The report as publishing would make it now."""
    done = tuple(record.reopenings.filter(closed_at__isnull=False))
    return tell(record, facts_of(record, figures_of(record)), record.published_by or by, corrections=done)


def figures_of(record: Record) -> Totals:
    """What publishing would freeze: attendance as it will be settled; once it is, the ledger with its corrections.

    Of declared work it is what was declared.
    """
    if record.is_declared:
        return Totals(record.people, 0, 0)
    return totals(record.activity) if record.published_at else expected_totals(record.activity)


def version(reopening: Reopening) -> Report:
    """What everyone read until the record was opened for this correction."""
    return tell(reopening.record, reopening.was, reopening.record.published_by)


def facts_of(record: Record, figures: Totals) -> dict[str, Any]:
    """All that a report tells, as plain JSON: so it can be kept as it was."""
    plain = {name: getattr(record, name) for name in FIELDS}
    pictures = record.pictures.select_related("picture").prefetch_related("faces")
    return plain | {
        "people": figures.people,
        "turns": figures.turns,
        "minutes": figures.minutes,
        "model": str(record.model_id) if record.model_id else "",
        "money": [{"amount": line.amount, "source": line.source, "purpose": line.purpose} for line in record.money.all()],
        "goods": [
            {"name": line.name, "quantity": str(line.quantity), "measure": line.measure, "source": line.source}
            for line in record.goods.all()
        ],
        "pictures": [picture_facts(shown) for shown in pictures],
    }


FIELDS = ("outcome", "unfinished", "beneficiaries", "money_public", "went_well", "do_differently", "lessons_public")


def picture_facts(shown: RecordPicture) -> dict[str, Any]:
    return {
        "picture": str(shown.picture_id),
        "caption": shown.caption,
        "consented": shown.consented,
        "children": shown.children,
        "others_agreed": shown.others_agreed,
        "people": [str(face.person_id) for face in shown.faces.all()],
    }


def tell(record: Record, told: dict[str, Any], by: User | None, **more: Any) -> Report:
    """The report of facts, live or kept. Pictures of who does not agree today are left out, whatever had been published."""
    pictures = pictures_of(told["pictures"])
    shown, left_out = agreed(pictures, record)
    model = record.model if told["model"] == str(record.model_id or "") else CoordinationModel.objects.filter(pk=told["model"]).first()
    lessons = (told["went_well"], told["do_differently"]) if told["lessons_public"] else ("", "")
    return Report(
        record,
        **{name: told[name] for name in ("outcome", "unfinished", "people", "turns", "minutes", "beneficiaries")},
        places=record.activity.shifts.aggregate(all=Sum("places"))["all"] or 0,
        recorded_by=name_of(by),
        model=model,
        pictures=shown,
        left_out=left_out,
        money=money_of(told) if told["money_public"] else (),
        goods=goods_of(told),
        went_well=lessons[0],
        do_differently=lessons[1],
        **more,
    )


def money_of(told: dict[str, Any]) -> tuple[MoneyUsed, ...]:
    return tuple(MoneyUsed(**line) for line in told["money"])


def goods_of(told: dict[str, Any]) -> tuple[GoodsUsed, ...]:
    field = GoodsUsed._meta.get_field("quantity")
    return tuple(GoodsUsed(**line | {"quantity": field.to_python(line["quantity"])}) for line in told["goods"])


def pictures_of(rows: list[dict[str, Any]]) -> list[Shown]:
    known = Picture.objects.in_bulk([UUID(row["picture"]) for row in rows]) if rows else {}
    return [
        Shown(known[pk], row["caption"], row["consented"], row["children"] == "yes", tuple(map(UUID, row["people"])))
        for row in rows
        if (pk := UUID(row["picture"])) in known
    ]


def agreed(pictures: list[Shown], record: Record) -> tuple[tuple[Shown, ...], int]:
    """Those that may be shown now, and how many may not."""
    named = {pk for shown in pictures for pk in shown.people}
    problems = problems_of(Person.objects.filter(pk__in=named), day_of(record.activity)) if named else {}
    kept = tuple(shown for shown in pictures if not shown.picture.withheld_at and problems.keys().isdisjoint(shown.people))
    return kept, len(pictures) - len(kept)


def records_with_facts() -> QuerySet[Record]:
    return Record.objects.select_related("activity__need", "activity__unit", "model", "published_by__person")


def name_of(user: User | None) -> str:
    person = getattr(user, "person", None)
    return person.full_name if person else str(user or "")


def draft_of(activity: Activity) -> Record | None:
    """The record of the activity, written or published."""
    return records_with_facts().filter(activity=activity).first()


def published_records(units: Iterable[UUID] | QuerySet[Unit]) -> QuerySet[Record]:
    """Published records of these units; page them by ("-published_at", "id")."""
    return records_with_facts().filter(activity__unit__in=units, published_at__isnull=False).order_by("-published_at", "id")
