"""Schools and agencies that the two plans name (Chi Lăng V.1–V.7, Phú Yên V.2–V.8), with what became of them.

The provincial mergers of Sở LĐTBXH and Sở TTTT are dated 01/03/2025; those of Phú Yên's agencies 01/07/2025.
"""

from dataclasses import dataclass
from datetime import date

from aoxanh.demo.world import COAST, HIGHLAND, NORTH, REORGANISED
from aoxanh.places.models import Share

MERGED = date(2025, 3, 1)
DISTRICT = "187"


@dataclass(frozen=True)
class School:
    """A school or centre with a union of its own, and the commune where it stands today."""

    code: str
    name: str
    sign: str
    commune: str
    kind: str = "school"
    short_name: str = ""


@dataclass(frozen=True)
class Agency:
    """An agency of an area, under another one, until it went into its `heirs`: (code, share)."""

    code: str
    kind: str
    name: str
    sign: str
    area: str
    under: str = ""
    since: date | None = None
    until: date | None = None
    heirs: tuple[tuple[str, str], ...] = ()


SCHOOLS = (
    School("TH-CL", "Trường THPT Chi Lăng", "ĐTN-THPTCL", "06463"),
    School("TH-DB", "Trường THPT Đồng Bành", "ĐTN-THPTĐB", "06463"),
    School("TH-HB", "Trường THPT Hòa Bình", "ĐTN-THPTHB", "06505"),
    School("TH-NT", "Trường PTDT nội trú THCS và THPT huyện Chi Lăng", "ĐTN-PTDTNT", "06463", short_name="Trường PTDT nội trú Chi Lăng"),
    School(
        "GDNN-CL",
        "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên huyện Chi Lăng",
        "ĐTN-GDNN",
        "06463",
        "vocational_centre",
        "Trung tâm GDNN-GDTX Chi Lăng",
    ),
)


def of_province(code: str, name: str, *, heir: str = "") -> tuple[Agency, ...]:
    """What every province has. With `heir`, all of it went into that province's on the day of the reorganisation."""
    until = REORGANISED if heir else None

    def kept(sign: str, kind: str, title: str, *, under: str = f"UB-{code}") -> Agency:
        heirs = ((f"{sign}-{heir}", Share.WHOLE.value),) if heir else ()
        return Agency(f"{sign}-{code}", kind, f"{title} tỉnh {name}", sign, code, under, None, until, heirs)

    def merged(sign: str, title: str, *heirs: tuple[str, str]) -> Agency:
        return Agency(
            f"{sign}-{code}",
            "department",
            f"{title} tỉnh {name}",
            sign,
            code,
            f"UB-{code}",
            None,
            MERGED,
            tuple((f"{s}-{code}", h) for s, h in heirs),
        )

    return (
        kept("UB", "peoples_committee", "UBND", under=""),
        kept("MTTQ", "fatherland_front", "Ủy ban MTTQ Việt Nam", under=""),
        kept("SNV", "department", "Sở Nội vụ"),
        kept("STC", "department", "Sở Tài chính"),
        kept("SGDĐT", "department", "Sở Giáo dục và Đào tạo"),
        kept("SKHCN", "department", "Sở Khoa học và Công nghệ"),
        merged("SLĐTBXH", "Sở Lao động - Thương binh và Xã hội", ("SNV", Share.PART_DEFAULT.value), ("SGDĐT", Share.PART.value)),
        merged("STTTT", "Sở Thông tin và Truyền thông", ("SKHCN", Share.WHOLE.value)),
    )


def of_district(sign: str, title: str) -> Agency:
    return Agency(f"{sign}-{DISTRICT}", "department", title, sign, DISTRICT, f"UB-{DISTRICT}", None, REORGANISED)


AGENCIES = (
    *of_province(NORTH, "Lạng Sơn"),
    *of_province(HIGHLAND, "Đắk Lắk"),
    *of_province(COAST, "Phú Yên", heir=HIGHLAND),
    Agency(f"UB-{DISTRICT}", "peoples_committee", "UBND huyện Chi Lăng", "UBND", DISTRICT, until=REORGANISED),
    Agency(f"MTTQ-{DISTRICT}", "fatherland_front", "Ủy ban MTTQ Việt Nam huyện Chi Lăng", "MTTQ", DISTRICT, until=REORGANISED),
    of_district("PNV", "Phòng Nội vụ huyện Chi Lăng"),
    of_district("PGDĐT", "Phòng Giáo dục và Đào tạo huyện Chi Lăng"),
    of_district("PVHTT", "Phòng Văn hóa và Thông tin huyện Chi Lăng"),
    of_district("TTVHTT", "Trung tâm Văn hóa, Thể thao và Truyền thông huyện Chi Lăng"),
)
