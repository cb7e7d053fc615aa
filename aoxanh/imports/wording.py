"""What was put right, in words: in a cell, and for the whole file."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aoxanh.imports.models import Import, Verdict
from aoxanh.kit.sheets.legacy import FONTS, TCVN3

NOTES = {
    "zero": gettext_lazy("A 0 was added in front"),
    "old_prefix": gettext_lazy("The old prefix became today's"),
    "capitals": gettext_lazy("Capitals were put right"),
    "serial": gettext_lazy("Read from Excel's number of the day"),
    "year_only": gettext_lazy("Only the year is known"),
    "kept": gettext_lazy("Stays as it is in the record"),
    "joins": gettext_lazy("Already known; joins the unit"),
    "appointed": gettext_lazy("Takes up this post"),
    "unit_here": gettext_lazy("Not entered yet; noted at the unit of the list"),
    "since_unit": gettext_lazy("Noted from the day on which the unit began"),
}


@dataclass(frozen=True)
class Look:
    """How a verdict is drawn: tone, icon, word."""

    tone: str
    icon: str
    word: str


LOOKS = {
    Verdict.WRONG: ("bad", "circle-x"),
    Verdict.DUPLICATE: ("ask", "copy"),
    Verdict.CHANGED: ("own", "pencil"),
    Verdict.NEW: ("ok", "plus"),
    Verdict.SAME: ("off", "equal"),
    Verdict.SKIPPED: ("off", "minus"),
}


def look(verdict: str) -> Look:
    tone, icon = LOOKS[Verdict(verdict)]
    return Look(tone, icon, str(Verdict(verdict).label))


def note(code: str) -> str:
    return str(NOTES.get(code, ""))


def facts_told(batch: Import) -> Iterator[str]:
    """What was understood and put right in the file, in the order in which one would look."""
    facts, notes = batch.facts, batch.facts.get("notes", {})
    if encoding := facts.get("encoding"):
        yield _("Converted from %(encoding)s to Unicode") % {"encoding": "TCVN3" if encoding == TCVN3 else FONTS[encoding]}
    if titles := facts.get("titles"):
        yield ngettext("Skipped %(count)d title row", "Skipped %(count)d title rows", titles) % {"count": titles}
    if (storeys := facts.get("storeys", 1)) > 1:
        yield _("Took apart %(count)d rows of merged headings") % {"count": storeys}
    left_out = facts.get("left_out", {})
    if headings := left_out.get("headings"):
        yield ngettext("Skipped %(count)d repeated heading", "Skipped %(count)d repeated headings", headings) % {"count": headings}
    if others := left_out.get("notes"):
        yield ngettext("Skipped %(count)d line of notes", "Skipped %(count)d lines of notes", others) % {"count": others}
    yield from notes_told(notes)


def notes_told(notes: dict[str, int]) -> Iterator[str]:
    if count := notes.get("zero"):
        yield ngettext("Added the 0 to %(count)d phone number", "Added the 0 to %(count)d phone numbers", count) % {"count": count}
    if count := notes.get("old_prefix"):
        yield ngettext("Gave %(count)d phone number today's prefix", "Gave %(count)d phone numbers today's prefix", count) % {
            "count": count
        }
    if count := notes.get("capitals"):
        yield ngettext("Put capitals right in %(count)d name", "Put capitals right in %(count)d names", count) % {"count": count}
    if count := notes.get("serial"):
        yield ngettext("Read %(count)d day from Excel's number", "Read %(count)d days from Excel's numbers", count) % {"count": count}


def font(batch: Import) -> str:
    """The old font, as officers call it."""
    return {"tcvn3": ".VnTime", "vni": "VNI-Times"}.get(batch.facts.get("encoding", ""), "")
