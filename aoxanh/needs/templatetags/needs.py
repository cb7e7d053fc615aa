"""Needs in templates: `{{ need|lacking }}`, and every mistake of a form with its materials."""

from collections.abc import Collection
from typing import Any

from django.template import Library
from django.utils.translation import gettext as _

from aoxanh.kit.parts.fields import Mistake, mistakes
from aoxanh.needs.models import Need
from aoxanh.needs.queries import lacking_words

register = Library()


@register.filter
def lacking(need: Need) -> str:
    """What is missing: "6 người, 17 chăn". Where the query counted who signed up (`missing`), people are those."""
    return lacking_words(need, getattr(need, "missing", None))


@register.inclusion_tag("kit/error_summary.html")
def need_mistakes(form: Any) -> dict[str, list[Mistake]]:
    """Every mistake of the need and of its materials, each a link to its field."""
    if not form.is_bound:
        return {"mistakes": []}
    whole = [Mistake(str(text), "materials-error") for text in form.materials.non_form_errors()]
    rows = [of_row(number, mistake) for number, row in enumerate(form.materials.forms, 1) for mistake in mistakes(row)]
    return {"mistakes": [*mistakes(form), *whole, *rows]}


def of_row(number: int, mistake: Mistake) -> Mistake:
    return Mistake(_("Material %(number)d: %(mistake)s") % {"number": number, "mistake": mistake.text}, mistake.anchor)


@register.filter
def within(value: Any, values: Collection[Any]) -> bool:
    """Whether it is one of them."""
    return value in values


@register.simple_tag
def need_line(need: Need, is_past: bool = False) -> str:
    """The second line of a row: whether it is urgent, where, and what is missing or how it ended."""
    if is_past:
        return f"{need.area.name} · {ending(need)}"
    lacks = lacking(need)
    told = _("%(lacks)s missing") % {"lacks": lacks} if lacks else _("nothing missing")
    return " · ".join([*([_("Urgent")] if need.urgent else []), need.area.name, told])


def ending(need: Need) -> str:
    if need.status == Need.Status.LAPSED:
        lacks = lacking(need)
        return _("lapsed, %(lacks)s missing") % {"lacks": lacks} if lacks else _("lapsed")
    return _("closed") if need.status == Need.Status.CLOSED else _("over")
