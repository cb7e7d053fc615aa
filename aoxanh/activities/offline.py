"""What a phone keeps of the page of incidents: the shell's own files, by their names with a hash, and a version of them all."""

import json
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import get_template
from django.templatetags.static import static

ENTRIES = ("frontend/main.ts", "frontend/theme.ts", "frontend/elements/incident-report.ts")
FONTS = [
    f"node_modules/@fontsource/be-vietnam-pro/files/be-vietnam-pro-{letters}-{weight}-normal.woff2"
    for letters in ("latin", "vietnamese")
    for weight in (400, 600, 700)
]
TEMPLATES = ("activities/incident_report.html", "activities/incident_worker.js", "kit/base.html")


@cache
def assets() -> list[str]:
    """Addresses of scripts, styles and fonts without which the page is bare."""
    vite: dict[str, Any] = settings.DJANGO_VITE["default"]
    manifest = json.loads(Path(vite["manifest_path"]).read_text())
    files: dict[str, None] = {}
    for entry in (*ENTRIES, *FONTS):
        collect(manifest, entry, files)
    return [static(f"{vite['static_url_prefix']}/{name}") for name in files]


def collect(manifest: dict[str, Any], entry: str, files: dict[str, None], *, later: bool = False) -> None:
    """The file of an entry, its styles, and those of what it imports at once; with `later` also what it may ask for in time, fonts too."""
    chunk = manifest.get(entry)
    if chunk is None or chunk["file"] in files:
        return
    files.update(dict.fromkeys([chunk["file"], *chunk.get("css", ()), *(chunk.get("assets", ()) if later else ())]))
    for other in (*chunk.get("imports", ()), *(chunk.get("dynamicImports", ()) if later else ())):
        collect(manifest, other, files, later=later)


@cache
def page_version() -> str:
    """Changes with the templates of the page."""
    return "".join(Path(str(get_template(name).origin)).read_text() for name in TEMPLATES)  # type: ignore[attr-defined]


def version(kept: list[str]) -> str:
    return blake2b("\n".join([*kept, page_version()]).encode(), digest_size=8).hexdigest()
