"""Other sites that people may sign in with: what OIDC_PROVIDERS says, as allauth reads it."""

import json
import re
from typing import Any

from aoxanh.config.home import MissingSetting

NEEDED = {"id", "name", "server_url", "client_id"}
KNOWN = NEEDED | {"secret"}
ID = re.compile(r"[a-z0-9-]{1,40}")
EXAMPLE = '[{"id": "so-noi-vu", "name": "Sở Nội vụ", "server_url": "https://…", "client_id": "…", "secret": "…"}]'


def from_json(text: str) -> list[dict[str, Any]]:
    """One entry a provider; a text that says none is none. Anything unclear ends the start with a sentence."""
    if not text.strip():
        return []
    try:
        found = json.loads(text)
    except ValueError as error:
        raise MissingSetting(f"OIDC_PROVIDERS is no JSON ({error}). It looks like {EXAMPLE}") from error
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise MissingSetting(f"OIDC_PROVIDERS is a list, such as {EXAMPLE}")
    return [app(one) for one in found]


def app(provider: dict[str, Any]) -> dict[str, Any]:
    missing, strange = NEEDED - provider.keys(), provider.keys() - KNOWN
    if missing or strange:
        what = f"lacks {', '.join(sorted(missing))}" if missing else f"says {', '.join(sorted(strange))}, which means nothing here"
        raise MissingSetting(f"A provider in OIDC_PROVIDERS {what}. It looks like {EXAMPLE}")
    if not ID.fullmatch(provider["id"]):
        raise MissingSetting(
            f"The id {provider['id']!r} in OIDC_PROVIDERS may hold small letters, digits and dashes only: it is in addresses."
        )
    return {
        "provider_id": provider["id"],
        "name": provider["name"],
        "client_id": provider["client_id"],
        "secret": provider.get("secret", ""),
        "settings": {"server_url": provider["server_url"]},
    }
