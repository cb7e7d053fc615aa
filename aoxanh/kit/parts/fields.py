"""A bound field as drawn: label, hint and error above the box; an error summary that leads to each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BaseForm, BoundField
from django.template import Library
from django.utils.safestring import SafeString

CLASSES: list[tuple[type[forms.Widget], str]] = [
    (forms.CheckboxInput, "checkbox checkbox-primary"),
    (forms.ClearableFileInput, "file-input w-full"),
    (forms.FileInput, "file-input w-full"),
    (forms.Textarea, "textarea w-full"),
    (forms.Select, "select w-full"),
    (forms.NumberInput, "input w-full num"),
    (forms.widgets.DateTimeBaseInput, "input w-full num"),
    (forms.TextInput, "input w-full"),
]

WIDTH = re.compile(r"(^|\s)w-")

register = Library()


@dataclass(frozen=True)
class Mistake:
    """A sentence in the error summary and the field it leads to; no anchor when it belongs to the whole form."""

    text: str
    anchor: str = ""


def widget_class(widget: forms.Widget) -> str:
    return next((classes for kind, classes in CLASSES if isinstance(widget, kind)), "input w-full")


def boxed(bound: BoundField, classes: str = "") -> SafeString:
    """The widget alone, dressed; the classes that the form itself gave are kept."""
    extra = f"{bound.field.widget.attrs.get('class', '')} {classes}".strip()
    dress = widget_class(bound.field.widget)
    if WIDTH.search(extra):
        dress = dress.replace("w-full", "")
    return bound.as_widget(attrs={"class": " ".join(f"{dress} {extra}".split())})


def is_choice_list(bound: BoundField) -> bool:
    return isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


@register.inclusion_tag("kit/field.html")
def field(bound: BoundField, classes: str = "", label: str = "", hint: str = "", *, says_optional: bool = True) -> dict[str, Any]:
    """`{% field form.title %}`, `{% field form.places "w-24" %}`; any widget of Django.

    Where everything may be left out, as in a folded part, `says_optional=False` spares saying so of each field.
    """
    return {
        "bound": bound,
        "label": label or bound.label,
        "hint": hint or bound.help_text,
        "is_choices": is_choice_list(bound),
        "is_checkbox": isinstance(bound.field.widget, forms.CheckboxInput),
        "is_optional": says_optional and not bound.field.required and not isinstance(bound.field.widget, forms.CheckboxInput),
        "box": "" if is_choice_list(bound) else boxed(bound, classes),
        "error_id": f"{bound.auto_id}_error",
        "hint_id": f"{bound.auto_id}_helptext",
    }


@register.filter
def dressed(option: Any) -> SafeString:
    """One radio or tick box of a choice list, for pages that lay the options out themselves."""
    option.data["attrs"]["class"] = "radio radio-primary" if option.data["type"] == "radio" else "checkbox checkbox-primary"
    return option.tag()


@register.inclusion_tag("kit/error_summary.html")
def error_summary(*forms_: BaseForm) -> dict[str, list[Mistake]]:
    """Every mistake of the forms, each a link to its field."""
    return {"mistakes": [mistake for form in forms_ if form and form.is_bound for mistake in mistakes(form)]}


def mistakes(form: BaseForm) -> Iterator[Mistake]:
    """Mistakes of the whole form first, then field by field in the order of the page."""
    for text in form.non_field_errors():
        yield Mistake(str(text))
    for bound in form:
        anchor = f"{bound.auto_id}_0" if is_choice_list(bound) else bound.auto_id
        for text in bound.errors:
            yield Mistake(f"{bound.label}: {text}" if str(text) in generic_errors(bound) else str(text), anchor or "")


def generic_errors(bound: BoundField) -> set[str]:
    """Django's own sentences, which do not say what field they mean: the summary puts the label before them. A form's own stand alone."""
    kinds = type(bound.field).__mro__
    return {str(text) for kind in kinds for text in getattr(kind, "default_error_messages", {}).values()}
