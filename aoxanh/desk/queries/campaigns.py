"""A campaign's figures as its leading unit looks at them: by unit, front, stage and month, each line with its rows behind."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from aoxanh.activities.models import Campaign
from aoxanh.kit.sheets.writing import Column
from aoxanh.records.campaigns import Aim, Figures, Results, UnitLine, aims, results, unit_lines


@dataclass(frozen=True)
class Part:
    """A front or a stage with its figures; `pk` is None for what belongs to none."""

    name: str
    figures: Figures
    pk: UUID | None = None


@dataclass(frozen=True)
class Board:
    """All that the page of results says."""

    whole: Figures
    aims: list[Aim]
    units: list[UnitLine]
    fronts: list[Part]
    stages: list[Part]
    months: list[tuple[date, Figures]]

    @property
    def missing(self) -> int:
        """Units that take part and have nothing in it yet."""
        return sum(line.is_missing for line in self.units)

    @property
    def most_turns(self) -> int:
        return max((figures.turns for _month, figures in self.months), default=0)

    @property
    def unmet(self) -> int:
        return sum(not aim.is_met for aim in self.aims)


def board(campaign: Campaign) -> Board:
    """Nine queries, however many units, activities and people there are."""
    found = results(campaign)
    return Board(
        found.whole,
        aims(campaign, found),
        unit_lines(campaign, found),
        parts(campaign.fronts.all(), found.fronts, _("Without a front")),
        parts(campaign.stages.all(), found.stages, _("Outside the stages")),
        months(found),
    )


def parts(rows: Any, figures: dict[UUID | None, Figures], rest: str) -> list[Part]:
    """Every part in its order, those without work too; last what belongs to none, where there are parts at all."""
    found = [Part(row.name, figures.get(row.pk, Figures()), row.pk) for row in rows]
    return [*found, Part(rest, figures[None])] if found and None in figures else found


def months(found: Results) -> list[tuple[date, Figures]]:
    """From the first month with work to the last; one without work between them stands with nothing."""
    if not (known := sorted(month for month in found.months if month)):
        return []
    every, month = [], known[0]
    while month <= known[-1]:
        every.append((month, found.months.get(month, Figures())))
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return every


COLUMNS = (
    ("Đơn vị", 36),
    ("Tham gia", 18),
    ("Số người đăng ký tham gia", 14),
    ("Hoạt động", 12),
    ("Đã ghi nhận", 12),
    ("Số người", 12),
    ("Số lượt", 12),
    ("Số giờ", 12),
    ("Người thụ hưởng", 14),
    ("Nhu cầu đã đáp ứng", 14),
    ("Chỉ tiêu", 40),
)


def sheet_columns() -> list[Column]:
    return [Column(label, width) for label, width in COLUMNS]


def sheet_rows(shown: Board) -> Iterator[Sequence[Any]]:
    """A line for each unit, and the whole at the end."""
    for line in shown.units:
        told = "; ".join(f"{aim.goal.get_measure_display()} {aim.reached}/{aim.goal.value}" for aim in line.aims)
        yield [line.unit.name, how(line), line.promised, *numbers(line.figures), told]
    told = "; ".join(f"{aim.goal.get_measure_display()} {aim.reached}/{aim.goal.value}" for aim in shown.aims)
    yield ["Toàn chiến dịch", "", sum(line.promised for line in shown.units), *numbers(shown.whole), told]


def how(line: UnitLine) -> str:
    if line.leads:
        return "Chủ trì"
    if line.participation is None:
        return "Có hoạt động"
    return "Tham gia" if line.participation.answered_at else "Chưa trả lời"


def numbers(figures: Figures) -> list[int]:
    return [
        figures.activities,
        figures.recorded,
        figures.people,
        figures.turns,
        figures.hours,
        figures.beneficiaries,
        figures.met,
    ]
