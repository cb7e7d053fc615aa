"""Writing a plan: the ways in which people speak of it (merge, split, move …), as the five steps that the machine knows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.text import slugify
from uuid_utils.compat import uuid7

from aoxanh.kit.vietnamese import search_key, tidy
from aoxanh.org.models import Reorganisation, Step, Unit
from aoxanh.places.models import Area

WHOLE, MAIN_PART, PART = "whole", "part_default", "part"

type Known = Unit | UUID


@dataclass(frozen=True)
class NewUnit:
    """A unit that an event founds. Without `code` and `slug` both are made of the name; `under` None: it stands alone."""

    kind: str
    name: str
    under: Known | None = None
    short_name: str = ""
    english_name: str = ""
    abbreviation: str = ""
    signing_name: str = ""
    code: str = ""
    slug: str = ""
    area: Area | None = None
    address: str = ""
    email: str = ""
    phone: str = ""

    def facts(self, key: UUID) -> dict[str, Any]:
        name = tidy(self.name)
        slug = slugify(search_key(name)) or "don-vi"
        return {
            "kind": self.kind,
            "name": name,
            "short_name": tidy(self.short_name) or name[:120],
            "english_name": self.english_name,
            "abbreviation": self.abbreviation,
            "signing_name": self.signing_name,
            "search_key": search_key(name),
            "code": self.code or f"{slug[:24]}-{key.hex[-8:]}",
            "slug": self.slug or f"{slug[:100]}-{key.hex[-6:]}",
            "area_id": str(self.area.pk) if self.area else None,
            "address": self.address,
            "email": self.email,
            "phone": self.phone,
        }


@dataclass
class Plan:
    """Steps in the making. Units are given as rows or ids; what is founded answers with the id it will have."""

    steps: list[Step] = field(default_factory=list)

    def found(self, unit: NewUnit, key: UUID | None = None) -> UUID:
        made = key or uuid7()
        self._add(Step.Verb.FOUND, made, unit.under, facts=unit.facts(made))
        return made

    def rename(self, unit: Known, *, area: Area | None = None, area_name: str = "", area_kind: str = "", **names: str) -> None:
        """New names (those of `structure.NAMES` that change) and perhaps another place, or a new name for the same place."""
        facts: dict[str, Any] = {name: tidy(text) for name, text in names.items()}
        if "name" in facts:
            facts["search_key"] = search_key(facts["name"])
        if area:
            facts["area_id"] = str(area.pk)
        if area_name:
            facts |= {"area_name": area_name, "area_kind": area_kind}
        self._add(Step.Verb.RENAME, unit, facts=facts)

    def move(self, unit: Known, under: Known | None) -> None:
        self._add(Step.Verb.MOVE, unit, under)

    def dissolve(self, unit: Known) -> None:
        """The unit ends and nobody takes it up."""
        self._add(Step.Verb.END, unit)

    def merge(self, units: Iterable[Known], into: Known) -> None:
        """The units end and go wholly into one, new or standing."""
        for unit in units:
            self.divide(unit, {_id(into): WHOLE})

    def split(self, unit: Known, parts: Iterable[Known]) -> None:
        """The unit ends and its parts go to several; the first takes whatever nobody decides."""
        ids = [_id(part) for part in parts]
        self.divide(unit, {part: MAIN_PART if part == ids[0] else PART for part in ids} if len(ids) > 1 else dict.fromkeys(ids, WHOLE))

    def divide(self, unit: Known, shares: Mapping[UUID, str]) -> None:
        """The unit ends; `shares` says who takes it up: whole, or part_default for one and part for the others."""
        for heir, share in shares.items():
            self._add(Step.Verb.SUCCEED, unit, heir, share=share)
        self._add(Step.Verb.END, unit)

    def part_with(self, unit: Known, to: Known) -> None:
        """A part of the unit goes to another while it goes on itself."""
        self._add(Step.Verb.SUCCEED, unit, to, share=PART)

    def save(self, event: Reorganisation) -> int:
        """Write the steps as those of the event; how many."""
        for step in self.steps:
            step.event = event
        return len(Step.objects.bulk_create(self.steps, batch_size=5000))

    def _add(self, verb: str, subject: Known, target: Known | None = None, *, share: str = "", facts: dict[str, Any] | None = None) -> None:
        self.steps.append(
            Step(verb=verb, subject_id=_id(subject), target_id=_id(target) if target else None, share=share, facts=facts or {})
        )


def _id(unit: Known) -> UUID:
    return unit.pk if isinstance(unit, Unit) else unit
