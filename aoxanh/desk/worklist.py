"""What waits, in the four groups of Today: short of people, waiting for you, old needs, records and reports."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aoxanh.desk import rows, rows_after
from aoxanh.desk.queries import Today, Waiting
from aoxanh.desk.rows import Row


@dataclass(frozen=True)
class Part:
    """Rows of one kind, how many there are in all, and where the rest is: "3 more incidents"."""

    rows: list[Row]
    count: int = 0
    more: str = ""
    more_url: str = ""


@dataclass(frozen=True)
class Group:
    """Parts that wait for a like reason."""

    title: str
    note: str
    parts: list[Part] = field(default_factory=list)


def worklist(desk: Today) -> list[Group]:
    """The groups that have rows, in their order; the very first row is marked."""
    found = [replace(group, parts=[part for part in group.parts if part.rows]) for group in groups(desk)]
    found = [group for group in found if group.parts]
    if found:
        first, *others = found[0].parts
        first = replace(first, rows=[replace(first.rows[0], is_first=True), *first.rows[1:]])
        found[0] = replace(found[0], parts=[first, *others])
    return found


def groups(desk: Today) -> Iterator[Group]:
    count = desk.lacking.count
    note = ngettext("%(count)d shift, there is still time to act", "%(count)d shifts, there is still time to act", count) % {"count": count}
    yield Group(_("Short of people right now"), note, [part(desk.lacking, rows.lacking_row, "attendance:today", _("shifts"))])
    count = desk.short.count
    note = ngettext("%(count)d shift in the next 3 days", "%(count)d shifts in the next 3 days", count) % {"count": count}
    yield Group(_("Short of people"), note, [part(desk.short, rows.short_row, "activities:list", _("shifts"))])
    parts = list(asked(desk))
    count = sum(one.count for one in parts)
    note = ngettext("%(count)d thing", "%(count)d things", count) % {"count": count}
    yield Group(_("Waiting for you"), note, parts)
    stale = part(desk.stale, rows.need_row, "needs:list", _("needs"))
    yield Group(_("Old needs"), _("not confirmed for long"), [stale])
    yield Group(_("Records and reports"), "", [part(desk.unrecorded, rows_after.record_row, "records:list", _("activities"))])


def asked(desk: Today) -> Iterator[Part]:
    """What waits for an answer, danger first, then people, then papers."""
    yield part(desk.incidents, rows.incident_row, "safety:incidents", _("incidents"))
    yield part(desk.unsafe, rows_after.unsafe_row, "attendance:today", _("activities in which few felt safe"))
    yield part(desk.doubts, rows_after.doubts_row, "attendance:today", _("activities with scans to look at"))
    yield part(desk.unanswered, rows.silent_row, "activities:list", _("postponed activities"))
    yield part(desk.offers, rows.offers_row, "activities:list", _("waiting lists"))
    yield part(desk.to_decide, rows.decision_row, "activities:approvals", _("activities to decide on"))
    yield part(desk.proposals, rows.proposal_row, "matching:list", _("proposals"))
    yield part(desk.invitations, rows.invitation_row, "campaigns:list", _("invitations to campaigns"))
    yield part(desk.reports, rows.report_row, "needs:reports", _("reports of citizens"))
    yield part(desk.returned, rows.returned_row, "activities:list", _("returned activities"))
    yield part(desk.hours, rows.hours_row, "hours_desk:claims", _("claims of hours"))
    yield part(desk.requests, rows.request_row, "data_requests:list", _("requests about data"))
    yield part(desk.keys, rows.key_row, "keys:list", _("signing keys"))
    yield part(desk.contracts, rows.contracts_row, "campaigns:list", _("programmes with contracts that end"))
    yield part(desk.unsettled, rows.move_row, "desk:moves", _("members of split units"))
    yield Part([rows.pair_row(pair, desk.pairs.count) for pair in desk.pairs.rows], count=len(desk.pairs.rows))


def part(waiting: Waiting[Any], row: Callable[[Any], Row], more: str, what: str) -> Part:
    if not waiting:
        return Part([])
    rest = _("%(count)d more %(what)s") % {"count": waiting.more, "what": what} if waiting.more else ""
    return Part([row(thing) for thing in waiting.rows], waiting.count, rest, reverse(more))
