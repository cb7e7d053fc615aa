"""Old and new side by side: what a row changes in a record, and what it asks."""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from aoxanh.imports.models import Verdict
from aoxanh.imports.registry import Staged
from aoxanh.kit.vietnamese import search_key, sort_key
from aoxanh.people.importing.columns import ADDRESS, AREA, BIRTH, EMAIL, NAME, PHONE, Said, birth_column, shown_birth, shown_phone
from aoxanh.people.importing.matching import Known
from aoxanh.places.naming import PlaceNames

ENDED = {"area_ended", "area_ambiguous", "area_unknown"}
CONTACTS = {PHONE.code, EMAIL.code}


def compare(row: Staged, said: Said, known: Known, places: PlaceNames) -> dict[str, Any]:
    """The facts that the row changes in the record, as columns of the table; texts of before go into the row.

    An empty cell takes nothing away. Of a record outside the unit only gaps are filled; of one that its owner has claimed, phone and mail
    stay as the owner gave them. A name without tones does not undo one with tones.
    """
    forgive_former_area(row, known, places)
    changes: dict[str, Any] = {}
    for column, new, old, facts in differences(row, said, known, places):
        if not old or (known.is_own and not (known.user_id and column in CONTACTS)):
            changes |= facts
            if old:
                row.before[column] = old
        else:
            row.notes[column] = "kept"
        assert new
    return changes


def differences(row: Staged, said: Said, known: Known, places: PlaceNames) -> list[tuple[str, str, str, dict[str, Any]]]:
    """(column, new text, old text, new facts) of each fact that the row says otherwise."""
    found: list[tuple[str, str, str, dict[str, Any]]] = []
    if is_other_name(said.full_name, known):
        found.append((NAME.code, said.full_name, known.full_name, {"full_name": said.full_name}))
    if is_other_birth(said, known):
        new, old = shown_birth(said.birth_date, said.birth_year), shown_birth(known.birth_date, known.birth_year)
        found.append((birth_column(row), new, old, {"birth_date": said.birth_date, "birth_year": said.birth_year}))
    if said.phone and said.phone != known.phone:
        found.append((PHONE.code, said.phone, shown_phone(known.phone), {"phone": said.phone}))
    if said.email and said.email != known.email.lower():
        found.append((EMAIL.code, said.email, known.email, {"email": said.email}))
    if said.area_id and said.area_id != known.area_id:
        found.append((AREA.code, "area", area_name(known.area_id, places), {"area_id": said.area_id}))
    if said.address and said.address != known.address:
        found.append((ADDRESS.code, said.address, known.address, {"address": said.address}))
    return found


def is_other_name(name: str, known: Known) -> bool:
    """Another name, or tones where there were others; a tone that sits on another letter (Hòa, Hoà) is none."""
    if not name or name == known.full_name or sort_key(name) == known.sort_key:
        return False
    return search_key(name) != known.search_key or search_key(name) != name.lower()


def is_other_birth(said: Said, known: Known) -> bool:
    if said.birth_date:
        return said.birth_date != known.birth_date
    return bool(said.birth_year and said.birth_year != known.born)


def area_name(area_id: UUID | None, places: PlaceNames) -> str:
    return places.places[area_id].name if area_id in places.places else ""


def forgive_former_area(row: Staged, known: Known, places: PlaceNames) -> None:
    """A record that stands in an area of its day may say so: the export of it reads as the same."""
    fault = row.faults.get(AREA.code)
    if fault and fault["code"] in ENDED and known.area_id:
        name, text = area_name(known.area_id, places), row.cells.get(AREA.code, "")
        if search_key(text) == search_key(name) or search_key(text) == search_key(name.partition(" ")[2]):
            del row.faults[AREA.code]
            row.verdict = Verdict.NEW if not row.faults else Verdict.WRONG


def ask_about(row: Staged, said: Said, asked: tuple[Known, ...]) -> None:
    """The question that a person has to answer, at the cells that raise it."""
    known = asked[0]
    same_name = known.search_key == search_key(said.full_name)
    reasons = [
        *([_("the same phone number")] if said.phone and said.phone == known.phone else []),
        *([_("the same e-mail")] if said.email and said.email == known.email.lower() else []),
        *([_("the same birth date")] if said.birth_date and said.birth_date == known.birth_date else []),
    ]
    differs = born_differs(said, known)
    facts = {"name": known.full_name if known.is_own or same_name else _("somebody else"), "reasons": ", ".join(reasons)}
    if differs:
        facts["reasons"] = ", ".join([*reasons, _("another birth date")])
    if len(asked) > 1 and not reasons:
        row.ask(NAME.code, "several", _("%(count)d people of this name are already here. Compare them.") % {"count": len(asked)})
    elif same_name:
        row.ask(NAME.code, "like_known", _("Like %(name)s who is already here: %(reasons)s.") % facts)
    else:
        column = PHONE.code if said.phone == known.phone else EMAIL.code
        row.ask(column, "shared_contact", _("This is already the contact of %(name)s.") % facts)
    if differs and known.is_own and same_name:
        old = shown_birth(known.birth_date, known.birth_year)
        row.ask(birth_column(row), "other_birth", _("In the system: %(old)s") % {"old": old})


def born_differs(said: Said, known: Known) -> bool:
    return bool(said.birth_date and known.birth_date and said.birth_date != known.birth_date)


def cells_of(known: Known, places: PlaceNames) -> dict[str, str]:
    """A record as a row of the list."""
    return {
        NAME.code: known.full_name,
        BIRTH.code: shown_birth(known.birth_date, known.birth_year),
        PHONE.code: shown_phone(known.phone),
        EMAIL.code: known.email,
        AREA.code: area_name(known.area_id, places),
        ADDRESS.code: known.address,
    }


def day_text(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
