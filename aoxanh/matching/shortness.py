"""Why a shift stays short, in sentences. The codes and their facts are those of `explaining`."""

from collections.abc import Callable
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from aoxanh.matching.models import Shortfall
from aoxanh.matching.queries.board import Row
from aoxanh.matching.words import within_a_sentence

type Facts = dict[str, Any]

COUNTED: dict[str, Any] = {
    "asked": ngettext_lazy("%(n)d was asked and has not answered", "%(n)d were asked and have not answered", "n"),
    "declined": ngettext_lazy("%(n)d was asked and said no", "%(n)d were asked and said no", "n"),
    "consent": ngettext_lazy("%(n)d waits for a guardian's consent", "%(n)d wait for a guardian's consent", "n"),
    "young": ngettext_lazy("%(n)d is not of the right age", "%(n)d are not of the right age", "n"),
    "busy": ngettext_lazy("%(n)d has another shift at that hour", "%(n)d have another shift at that hour", "n"),
    "ceiling": ngettext_lazy("%(n)d would pass the most hours", "%(n)d would pass the most hours", "n"),
    "lone": ngettext_lazy("%(n)d may not be there without an adult", "%(n)d may not be there without an adult", "n"),
    "urgent": ngettext_lazy("%(n)d goes to a more urgent shift", "%(n)d go to a more urgent shift", "n"),
    "elsewhere": ngettext_lazy("%(n)d goes where they fit better", "%(n)d go where they fit better", "n"),
    "unwilling": ngettext_lazy("%(n)d was marked as not fitting", "%(n)d were marked as not fitting", "n"),
    "spare": ngettext_lazy("%(n)d could still come: solve again", "%(n)d could still come: solve again", "n"),
}


def reasons(row: Row) -> list[str]:
    """Every reason of a shift, the weightiest first; each said once."""
    told = [one for shortfall in row.shortfalls for one in said(shortfall)]
    return list(dict.fromkeys(told))


def said(shortfall: Shortfall) -> list[str]:
    return [text for code, count, facts in shortfall.reasons if (text := sentence(code, count, facts, shortfall))]


def brief(row: Row, most: int = 2) -> str:
    """The weightiest ones as they stand beside the shift: "Cần thêm 3 người biết tiếng Nùng; trong 25 km không còn ai"."""
    first, *more = reasons(row)[:most] or [""]
    return "; ".join([first, *(within_a_sentence(text) for text in more)])


def sentence(code: str, count: int, facts: Facts, shortfall: Shortfall) -> str:
    if code in COUNTED:
        return str(COUNTED[code] % {"n": count})
    return TOLD[code](count, facts, shortfall) if code in TOLD else ""


def nobody_able(count: int, facts: Facts, shortfall: Shortfall) -> str:
    about = {"n": shortfall.missing, "skill": within_a_sentence(facts.get("skill", "")), "km": kilometres(facts)}
    text = ngettext(
        "Needs %(n)d more who can do %(skill)s; nobody else does within %(km)s km",
        "Needs %(n)d more who can do %(skill)s; nobody else does within %(km)s km",
        shortfall.missing,
    )
    if far := facts.get("far"):
        more = ngettext("%(n)d does farther away", "%(n)d do farther away", far) % {"n": far}
        return f"{text % about}; {more}"
    return text % about


def unable(count: int, facts: Facts, shortfall: Shortfall) -> str:
    if not (skill := within_a_sentence(facts.get("skill", ""))):
        return ngettext("%(n)d near cannot do it", "%(n)d near cannot do it", count) % {"n": count}
    text = ngettext("%(n)d near cannot do %(skill)s or has not proved it", "%(n)d near cannot do %(skill)s or have not proved it", count)
    return text % {"n": count, "skill": skill}


def far(count: int, facts: Facts, shortfall: Shortfall) -> str:
    if minutes := facts.get("minutes"):
        text = ngettext(
            "%(n)d who fits lives more than %(minutes)s minutes away by motorbike",
            "%(n)d who fit live more than %(minutes)s minutes away by motorbike",
            count,
        )
        return text % {"n": count, "minutes": number_format(round(minutes))}
    text = ngettext("%(n)d who fits lives farther than %(km)s km", "%(n)d who fit live farther than %(km)s km", count)
    return text % {"n": count, "km": kilometres(facts)}


def kilometres(facts: Facts) -> str:
    return number_format(round(facts.get("km", 0)))


TOLD: dict[str, Callable[[int, Facts, Shortfall], str]] = {
    "nobody_able": nobody_able,
    "unable": unable,
    "far": far,
    "stopped": lambda count, facts, shortfall: _("It was stopped before this shift had its turn"),
    "nobody": lambda count, facts, shortfall: _("Nobody at all lives within reach"),
}
