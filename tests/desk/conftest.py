"""Made grounds: communes of a district before and after 01/07/2025, one of them split; and communes to reorganise."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from aoxanh.accounts.models import User
from aoxanh.kit.dates import during, today
from aoxanh.kit.vietnamese import search_key
from aoxanh.org.models import Parentage, Reorganisation, Succession, Unit
from aoxanh.places.models import Area
from tests.cast import BEGINNING, REORGANISED, make_area, make_unit

SignIn = Callable[[User], Client]
EVE = date(2025, 6, 30)
AHEAD = today() + timedelta(days=30)
LIST, NEW, MOVES = "/ban-lam-viec/sap-xep/", "/ban-lam-viec/sap-xep/tao/", "/ban-lam-viec/sap-xep/chon-noi/"


def old_area(code: str, name: str, parent: Area, level: str = "commune") -> Area:
    kind = next(kind for kind in ("Huyện", "Thị trấn", "Xã") if name.startswith(kind))
    short = name.removeprefix(f"{kind} ")
    return Area.objects.create(
        level=level,
        code=code,
        name=name,
        kind=kind,
        short_name=short,
        search_key=search_key(name),
        slug=search_key(short).replace(" ", "-"),
        latitude=21.6,
        longitude=106.5,
        parent=parent,
        during=during(None, REORGANISED),
    )


def named_unit(kind: str, code: str, name: str, area: Area, **facts: object) -> Unit:
    """A unit whose name another one bears too."""
    given = {"slug": code.lower(), "short_name": name, "abbreviation": code, "search_key": search_key(name), "during": during(BEGINNING)}
    return Unit.objects.create(kind=kind, code=code, name=name, area=area, **given | facts)


def ended_unit(kind: str, code: str, name: str, area: Area, parent: Unit) -> Unit:
    unit = named_unit(kind, code, name, area, slug=f"{search_key(name).replace(' ', '-')}-den-2025", during=during(BEGINNING, REORGANISED))
    Parentage.objects.create(child=unit, parent=parent, during=unit.during)
    return unit


@pytest.fixture
def old_province(ground: None) -> Area:
    return Area.objects.create(
        level="province",
        code="20",
        name="Tỉnh Lạng Sơn",
        kind="Tỉnh",
        short_name="Lạng Sơn",
        search_key="tinh lang son",
        slug="lang-son",
        latitude=21.8,
        longitude=106.7,
        during=during(None, REORGANISED),
    )


@pytest.fixture
def district(old_province: Area) -> Area:
    return old_area("187", "Huyện Chi Lăng", old_province, "district")


@pytest.fixture
def district_union(district: Area, provincial_union: Unit) -> Unit:
    return ended_unit("district_union", "HD-187", "Huyện đoàn Chi Lăng", district, provincial_union)


@pytest.fixture
def olds(district: Area, district_union: Unit, commune_union: Unit, neighbour_union: Unit) -> dict[str, Unit]:
    """Vạn Linh, Hòa Bình and most of Y Tịch became Vạn Linh; Quan Sơn, with the rest of Y Tịch and the code of Hữu Kiên, Quan Sơn."""
    places = {"06505": "Xã Vạn Linh", "06508": "Xã Hòa Bình", "06520": "Xã Y Tịch", "06517": "Xã Hữu Kiên", "06514": "Thị trấn Quan Sơn"}
    units = {}
    for code, name in places.items():
        area = old_area(code, name, district)
        units[area.short_name] = ended_unit("commune_union", f"DX-{code}-cu", f"Đoàn {name[0].lower()}{name[1:]}", area, district_union)
    for unit in (commune_union, neighbour_union):
        unit.during = during(REORGANISED)
        unit.save()
        Parentage.objects.filter(child=unit).update(during=during(REORGANISED))
    shares = [
        ("Vạn Linh", commune_union, "whole"),
        ("Hòa Bình", commune_union, "whole"),
        ("Y Tịch", commune_union, "part_default"),
        ("Y Tịch", neighbour_union, "part"),
        ("Hữu Kiên", neighbour_union, "whole"),
        ("Quan Sơn", neighbour_union, "whole"),
    ]
    for name, successor, share in shares:
        Succession.objects.create(predecessor=units[name], successor=successor, on=REORGANISED, share=share)
    return units


@pytest.fixture
def communes(provincial_union: Unit, province: Area) -> list[Unit]:
    """Đoàn xã A to D."""
    areas = [make_area(f"9000{number}", f"Xã {letter}", "Xã", 21.6, 106.5, province) for number, letter in enumerate("ABCD")]
    return [
        make_unit("commune_union", f"DX-{area.code}", f"Đoàn {area.name.lower()[:2]} {area.short_name}", "", area, provincial_union)
        for area in areas
    ]


@pytest.fixture
def desk(sign_in: SignIn, coordinator: User) -> Client:
    return sign_in(coordinator)


@pytest.fixture
def draft(desk: Client, provincial_union: Unit) -> Reorganisation:
    desk.post(NEW, head(provincial_union))
    return Reorganisation.objects.get()


def head(root: Unit, **other: object) -> dict[str, object]:
    given = {
        "root": str(root.pk),
        "title": "Nhập hai xã",
        "on": AHEAD.isoformat(),
        "decision_number": "12-QĐ/TĐTN",
        "request_id": str(uuid4()),
    }
    return given | other


def address(event: Reorganisation, name: str, *more: str) -> str:
    return reverse(f"desk:reorganisation{'_' + name if name else ''}", args=[event.pk, *more])


def add(desk: Client, event: Reorganisation, verb: str, units: list[Unit], **facts: object):
    return desk.post(address(event, "entry", verb), {"don-vi": [str(unit.pk) for unit in units], "do": "them", **facts})


def decide(desk: Client, event: Reorganisation):
    return desk.post(address(event, "preview"), {"da-xem": "1"})
