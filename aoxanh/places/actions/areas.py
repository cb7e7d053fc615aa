"""Writing the areas of Viet Nam."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.text import slugify

from aoxanh.kit.dates import during
from aoxanh.kit.vietnamese import search_key
from aoxanh.places import gazetteer
from aoxanh.places.gazetteer import Key, Listed
from aoxanh.places.models import Area, FormerName, Succession

FACTS = ["name", "kind", "short_name", "search_key", "slug", "latitude", "longitude", "parent_id"]


@dataclass(frozen=True)
class Loaded:
    """How many areas and successions a load added, and how many areas it corrected."""

    areas: int
    corrected: int
    successions: int


@transaction.atomic
def load_areas() -> Loaded:
    """Bring the database up to the data files; safe to repeat. It ends no area and opens none that an event of ours has closed.

    Reference data that comes with the program, so nobody is named as its author.
    """
    known = {key_of(area): area for area in Area.objects.all()}
    renamed = set(FormerName.objects.values_list("area_id", flat=True))
    added, corrected = [], []
    for listed in gazetteer.areas():
        area = known.get(listed.key)
        facts = facts_of(listed, known)
        if area is None:
            known[listed.key] = area = Area(level=listed.level, code=listed.code, during=listed.during, **facts)
            added.append(area)
        elif area.pk not in renamed and facts != {name: getattr(area, name) for name in FACTS}:
            for name, value in facts.items():
                setattr(area, name, value)
            corrected.append(area)
    Area.objects.bulk_create(added)
    Area.objects.bulk_update(corrected, FACTS, batch_size=1000)
    return Loaded(len(added), len(corrected), load_successions(known))


def load_successions(areas: dict[Key, Area]) -> int:
    known = set(Succession.objects.filter(on=gazetteer.REORGANISED_ON).values_list("old_id", "new_id"))
    added = [
        Succession(old=areas[old], new=areas[new], share=share, on=gazetteer.REORGANISED_ON)
        for old, new, share in gazetteer.successions()
        if (areas[old].pk, areas[new].pk) not in known
    ]
    return len(Succession.objects.bulk_create(added))


def key_of(area: Area) -> Key:
    return area.level, area.code, area.during.lower


def facts_of(listed: Listed, known: dict[Key, Area]) -> dict[str, object]:
    """What the files say of an area, as columns; its parent must be known already."""
    return {
        "name": listed.name,
        "kind": listed.kind,
        "short_name": listed.short_name,
        "search_key": search_key(listed.name),
        "slug": slugify(search_key(listed.short_name)),
        "latitude": listed.latitude,
        "longitude": listed.longitude,
        "parent_id": known[listed.parent].pk if listed.parent else None,
    }


@transaction.atomic
def rename_area(area: Area, *, on: date, name: str, kind: str) -> Area:
    """From the day on the area bears the name ("Thành phố Đồng Nai", a "Thành phố"); its code and all that lies in it stay.

    Part of an event of `org`, which writes the audit line. Done twice for one day, it is done once.
    """
    area = Area.objects.select_for_update(of=("self",)).get(pk=area.pk)
    last = area.former_names.order_by("-during").first()
    if last and last.during.upper == on:
        return area
    since = last.during.upper if last else area.during.lower
    FormerName.objects.create(area=area, name=area.name, kind=area.kind, short_name=area.short_name, during=during(since, on))
    area.name, area.kind, area.short_name = name, kind, name.removeprefix(f"{kind} ")
    area.search_key, area.slug = search_key(name), slugify(search_key(area.short_name))
    area.save()
    return area
