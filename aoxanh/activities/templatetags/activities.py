"""`{% load activities %}`: how an activity stands."""

from collections.abc import Collection, Iterator
from typing import Any

from django.template import Library
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from aoxanh.activities.models import Activity
from aoxanh.activities.states import State, state_of
from aoxanh.kit import qr
from aoxanh.kit.parts.fields import Mistake, mistakes
from aoxanh.needs.kinds import Kind, kind_of

register = Library()


@register.simple_tag
def activity_state(activity: Activity) -> State:
    """`{% activity_state activity as s %}{% state s.tone s.icon s.label %}`."""
    return state_of(activity, free=getattr(activity, "free", None))


@register.filter
def one_of(value: Any, values: Collection[Any]) -> bool:
    return value in values


@register.filter
def national(phone: str) -> str:
    """A number as it is dialled here: "+84912044318" → "0912 044 318"."""
    digits = f"0{phone[3:]}" if phone.startswith("+84") else phone
    return f"{digits[:4]} {digits[4:7]} {digits[7:]}" if len(digits) == 10 and digits.isdigit() else digits


@register.filter
def last_digits(phone: str) -> str:
    """The end of a phone number, for paper that lies about: "…731"."""
    return f"…{phone[-3:]}" if phone else ""


@register.filter
def after_dash(prefix: str) -> str:
    """The number in the name of a row: "shifts-3" → "3"."""
    return prefix.rpartition("-")[2]


@register.simple_tag
def activity_kind(activity: Activity) -> Kind:
    return kind_of(activity.kind)


@register.simple_tag
def copy_url(activity: Activity) -> str:
    """Where one writes an activity like this one."""
    return f"{reverse('activities:new')}?chep={activity.pk}"


@register.simple_tag
def qr_image(content: str, label: str, classes: str = "") -> SafeString:
    """A QR code, black on white in both themes."""
    return qr.inline(content, label=label, classes=classes)


@register.inclusion_tag("kit/error_summary.html")
def all_mistakes(form: Any, rows: Any) -> dict[str, list[Mistake]]:
    """Every mistake of the activity and of its shifts, each a link to its field."""
    if not form.is_bound:
        return {"mistakes": []}
    whole = [Mistake(str(text), "shifts-error") for text in rows.non_form_errors()]
    return {
        "mistakes": [*mistakes(form), *whole, *(of_shift(n, mistake) for n, row in enumerate(rows.forms, 1) for mistake in inside(row))]
    }


@register.inclusion_tag("kit/error_summary.html")
def all_of_postponing(*forms: Any) -> dict[str, list[Mistake]]:
    """Every mistake of the reason, of each shift's new hours and of the time for answers."""
    every = [one for each in forms for one in (each if isinstance(each, list) else [each]) if one is not None and one.is_bound]
    return {"mistakes": [mistake for form in every for mistake in mistakes(form)]}


def inside(row: Any) -> Iterator[Mistake]:
    """Mistakes of a shift and of its roles and waves."""
    yield from mistakes(row)
    for inner in (row.roles, row.waves):
        if inner.is_bound:
            yield from (Mistake(str(text)) for text in inner.non_form_errors())
            for one in inner.forms:
                yield from mistakes(one)


def of_shift(number: int, mistake: Mistake) -> Mistake:
    text = _("Shift %(number)d: %(mistake)s") % {"number": number, "mistake": mistake.text}
    return Mistake(text, mistake.anchor)
