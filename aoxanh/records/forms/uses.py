"""Money and goods that were used, row by row."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.vietnamese import tidy
from aoxanh.needs.models import Pledge
from aoxanh.records.models import Record
from aoxanh.records.uses import MOST_LINES, MOST_MONEY, GoodsLine, MoneyLine

MOST_GOODS = Decimal(1_000_000)


class MoneyField(forms.Field):
    """Đồng as people write them: 1.250.000, 1 250 000 đ, 2,5 triệu."""

    default_error_messages = {
        "invalid": _("Write the amount in đồng, like 1.250.000 or 2,5 triệu."),
        "range": _("An amount is more than nothing, and at most 100 billion đồng."),
    }

    def to_python(self, value: Any) -> int | None:
        text = tidy(str(value or "")).lower()
        if not text:
            return None
        found = re.fullmatch(r"([\d.,\s]+?)\s*(triệu|tr|nghìn|ngàn|k)?\s*(đồng|đ|₫|vnđ|vnd)?", text)
        if not found:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        amount = self.amount_of(found[1], {"triệu": 1_000_000, "tr": 1_000_000, None: 1}.get(found[2], 1000))
        if not 0 < amount <= MOST_MONEY:
            raise forms.ValidationError(self.error_messages["range"], code="range")
        return amount

    def amount_of(self, digits: str, times: int) -> int:
        digits = digits.replace(" ", "")
        if times == 1 or re.fullmatch(r"\d{1,3}([.,]\d{3})+", digits):
            digits = re.sub(r"[.,]", "", digits)
        try:
            return int(Decimal(digits.replace(",", ".")) * times)
        except InvalidOperation as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error


class QuantityField(forms.Field):
    """How many: 42, 300, 2,5."""

    default_error_messages = {
        "invalid": _("Write the number in figures, like 42 or 2,5."),
        "range": _("Write more than 0, at most 1,000,000."),
    }

    def to_python(self, value: Any) -> Decimal | None:
        text = str(value or "").replace(" ", "")
        if not text:
            return None
        text = text.replace(".", "") if re.fullmatch(r"\d{1,3}(\.\d{3})+", text) else text.replace(",", ".")
        try:
            number = Decimal(text).quantize(Decimal("0.01"))
        except InvalidOperation as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error
        if not 0 < number <= MOST_GOODS:
            raise forms.ValidationError(self.error_messages["range"], code="range")
        return number


class MoneyForm(forms.Form):
    """An amount, where it came from, what for."""

    amount = MoneyField(
        label=_("Amount, đồng"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "num", "maxlength": 30}),
    )
    source = forms.CharField(label=_("Where it came from"), max_length=160, required=False)
    purpose = forms.CharField(label=_("What it went for"), max_length=160, required=False)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("amount") and not said.get("source"):
            self.add_error("source", gettext("Say where the money came from."))
        if (said.get("source") or said.get("purpose")) and "amount" not in self.errors and not said.get("amount"):
            self.add_error("amount", gettext("Say how much it was, or leave the row empty."))
        return said


class GoodsForm(forms.Form):
    """A thing, how many, in which measure, from whom."""

    name = forms.CharField(label=_("Thing used"), max_length=80, required=False)
    quantity = QuantityField(
        label=_("How many"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "num", "maxlength": 15}),
    )
    measure = forms.CharField(
        label=_("Counted in"), max_length=20, required=False, widget=forms.TextInput(attrs={"list": "measures", "autocomplete": "off"})
    )
    source = forms.CharField(label=_("From whom"), max_length=160, required=False)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if said.get("name") and "quantity" not in self.errors and not said.get("quantity"):
            self.add_error("quantity", gettext("Say how many."))
        if (said.get("quantity") or said.get("measure") or said.get("source")) and not said.get("name"):
            self.add_error("name", gettext("Say what it is, or leave the row empty."))
        return said


class Rows(BaseFormSet):
    """Rows that are left empty count for nothing."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.empty_permitted = True
        form.use_required_attribute = False


def rows_of(form: type[forms.Form], prefix: str, data: Any, initial: list[dict[str, Any]]) -> Any:
    if data is not None and f"{prefix}-TOTAL_FORMS" not in data:
        data = {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    extra = 1 if initial else 2
    made = formset_factory(form, formset=Rows, extra=extra, max_num=MOST_LINES, absolute_max=MOST_LINES + 5, validate_max=True)
    errors = {"too_many_forms": gettext("A report takes %(most)d lines. Put small things together.") % {"most": MOST_LINES}}
    return made(data, initial=None if data is not None else initial, prefix=prefix, error_messages=errors)


def money_rows(data: Any = None, *, record: Record | None = None) -> Any:
    """The rows as sent, else those kept and an empty one."""
    kept = record.money.all() if record and data is None else ()
    initial = [{"amount": f"{line.amount:,}".replace(",", "."), "source": line.source, "purpose": line.purpose} for line in kept]
    return rows_of(MoneyForm, "money", data, initial)


def goods_rows(data: Any = None, *, record: Record | None = None, need_id: Any = None) -> Any:
    """The rows as sent, else those kept, else what people brought for the need."""
    kept = record.goods.all() if record and data is None else ()
    initial = [{"name": line.name, "quantity": plain(line.quantity), "measure": line.measure, "source": line.source} for line in kept]
    if not initial and need_id and data is None:
        initial = brought(need_id)
    return rows_of(GoodsForm, "goods", data, initial)


def brought(need_id: Any) -> list[dict[str, Any]]:
    """What was received for the need, thing by thing, with who gave it."""
    lines: dict[Any, dict[str, Any]] = {}
    received = Pledge.objects.filter(material__need=need_id, state=Pledge.State.RECEIVED).select_related("material")
    for pledge in received.order_by("material__number", "id"):
        material = pledge.material
        line = lines.setdefault(material.pk, {"name": material.name, "quantity": 0, "measure": material.measure, "givers": []})
        line["quantity"] += pledge.quantity
        line["givers"] += [pledge.giver] if pledge.giver and pledge.giver not in line["givers"] else []
    return [line | {"source": ", ".join(line.pop("givers"))[:160]} for line in lines.values()][:MOST_LINES]


def plain(quantity: Decimal) -> str:
    """ "2,5", "42"."""
    return f"{quantity.normalize():f}".replace(".", ",")


def money_lines(rows: Any) -> list[MoneyLine]:
    return [MoneyLine(said["amount"], said["source"], said["purpose"]) for row in rows.forms if (said := row.cleaned_data).get("amount")]


def goods_lines(rows: Any) -> list[GoodsLine]:
    return [
        GoodsLine(said["name"], said["quantity"], said["measure"], said["source"])
        for row in rows.forms
        if (said := row.cleaned_data).get("name")
    ]
