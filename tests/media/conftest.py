"""Real picture files, made here."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

type Upload = Callable[..., SimpleUploadedFile]


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def upload() -> Upload:
    """A picture file, blue above and red below, in any format of Pillow; `options` are those of its `save`."""

    def made(
        name: str = "anh.jpg", size: tuple[int, int] = (800, 600), form: str = "JPEG", mode: str = "RGB", **options: Any
    ) -> SimpleUploadedFile:
        image = Image.new("RGB", size, (200, 30, 30))
        image.paste((23, 98, 182), (0, 0, size[0], size[1] // 2))
        body = BytesIO()
        image.convert(mode).save(body, form, **options)
        return SimpleUploadedFile(name, body.getvalue())

    return made
