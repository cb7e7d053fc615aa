"""What a phone keeps of the app for the door: its page's own files, by their names with a hash, and a version of them all."""

import json
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static

from aoxanh.activities.offline import FONTS, collect

ENTRIES = ("frontend/theme.ts", "frontend/attendance/app.ts")
ICONS = ("kit/icon.svg", "brand/icon-192.png")


@cache
def assets() -> list[str]:
    """Addresses of scripts, styles, fonts, icons and the reader of codes: everything that the app may ever ask for."""
    vite: dict[str, Any] = settings.DJANGO_VITE["default"]
    manifest = json.loads(Path(vite["manifest_path"]).read_text())
    files: dict[str, None] = {}
    for entry in (*ENTRIES, *FONTS):
        collect(manifest, entry, files, later=True)
    return [static(name) for name in ICONS] + [
        static(f"{vite['static_url_prefix']}/{name}") for name in files if not name.endswith(".woff")
    ]


def version(page: str) -> str:
    """Changes with the page, with any of its files, and with the worker."""
    worker = render_to_string("attendance/app_worker.js", {"facts": ""})
    return blake2b("\n".join([page, worker, *assets()]).encode(), digest_size=8).hexdigest()
