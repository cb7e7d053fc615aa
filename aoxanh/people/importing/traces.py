"""Where a person stands in lists that were brought, and emptying those rows when the person goes."""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aoxanh.accounts.models import User
from aoxanh.imports.models import Row
from aoxanh.kit.parts.when import fulldate
from aoxanh.people import dossier
from aoxanh.people.models import Person

EMPTY: dict[str, Any] = {"cells": {}, "clean": {}, "notes": {}, "faults": {}, "before": {}, "keys": [], "undo": None}


def lists_of(person: Person) -> Iterable[dossier.Row]:
    """The lists whose rows are still kept, the latest first."""
    rows = Row.objects.filter(target=person.pk).select_related("batch").order_by("-batch__at", "number")
    return ({"list": row.batch.file_name, "row": row.number, "when": fulldate(row.batch.at), "said": row.cells} for row in rows)


def empty(person: Person, by: User | None) -> int:
    """Rows about the person say nothing any more; that they were there stays."""
    return Row.objects.filter(target=person.pk).exclude(cells={}).update(**EMPTY)


def register() -> None:
    columns: dict[str, str | Promise] = {"list": _("List"), "row": _("Row"), "when": _("Brought on")}
    dossier.register(dossier.Section("imports", _("Lists in which I stood"), columns, rows=lists_of, release=empty, order=90))
