"""Hatch's hooks: the package's dependencies are those of `requirements/base.in`, and a wheel without its built assets is refused."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

BUILT = ("aoxanh/static/dist/.vite/manifest.json", "aoxanh/fonts/BeVietnamPro-Regular.ttf", "aoxanh/kit/locale/vi/LC_MESSAGES/django.mo")


class Requirements(MetadataHookInterface):
    def update(self, metadata: dict[str, Any]) -> None:
        lines = (Path(self.root) / "requirements" / "base.in").read_text().splitlines()
        metadata["dependencies"] = [line for line in lines if line and not line.startswith(("#", "-"))]


class Assets(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        missing = [path for path in BUILT if not (Path(self.root) / path).exists()]
        if missing and version != "editable":
            raise FileNotFoundError(f"Not built yet: {', '.join(missing)}. `make wheel` builds them first.")
