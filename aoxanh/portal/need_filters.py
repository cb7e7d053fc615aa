"""What a visitor looks for on the map of needs, as it stands in the address: a link keeps the view."""

import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from aoxanh.kit.vietnamese import tidy
from aoxanh.needs.kinds import KINDS

PROVINCE, COMMUNE = re.compile(r"\d{2}"), re.compile(r"\d{5}")
LONGEST_TEXT = 60
NAMES = {"province": "tinh", "text": "tim", "urgent": "gap", "weekend": "cuoi-tuan", "kind": "loai", "commune": "xa"}


@dataclass(frozen=True)
class NeedFilters:
    """`province` and `commune` are codes, `kind` a code of `needs.kinds`. What cannot be read is left out.

    On the page the commune selects rather than narrows: list and map go on showing the same set.
    """

    province: str = ""
    text: str = ""
    urgent: bool = False
    weekend: bool = False
    kind: str = ""
    commune: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> "NeedFilters":
        given = {name: query.get(parameter, "") for name, parameter in NAMES.items()}
        return cls(
            province=given["province"] if PROVINCE.fullmatch(given["province"]) else "",
            text=tidy(given["text"].replace("\0", ""))[:LONGEST_TEXT],
            urgent=bool(given["urgent"]),
            weekend=bool(given["weekend"]),
            kind=given["kind"] if given["kind"] in KINDS else "",
            commune=given["commune"] if COMMUNE.fullmatch(given["commune"]) else "",
        )

    def but(self, **changes: Any) -> "NeedFilters":
        return replace(self, **changes)

    @property
    def parameters(self) -> dict[str, str]:
        values = {parameter: getattr(self, name) for name, parameter in NAMES.items()}
        return {parameter: "1" if value is True else value for parameter, value in values.items() if value}

    def query(self, **more: str) -> str:
        """The query string, with "?" unless it is empty."""
        asked = urlencode({**self.parameters, **more})
        return f"?{asked}" if asked else "?"

    @property
    def narrowing(self) -> int:
        """How many filters beyond the province are set."""
        return sum(bool(value) for value in (self.text, self.urgent, self.weekend, self.kind))
