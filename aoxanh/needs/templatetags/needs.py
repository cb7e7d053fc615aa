"""Needs in templates: `{{ need|lacking }}`, and every mistake of a form with its materials."""

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
