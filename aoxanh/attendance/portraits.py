"""The photo of a person in the small size that a phone keeps for a day."""

from base64 import b64encode
from functools import lru_cache
from io import BytesIO

from django.core.files.storage import default_storage
from PIL import Image

from aoxanh.media.models import Picture

SIDE, QUALITY = 160, 70


def as_data(picture: Picture) -> str | None:
    """A data URL of about 5 kB; None where the file is gone."""
    return small(str(picture.file.name))


@lru_cache(maxsize=512)
def small(name: str) -> str | None:
    try:
        with default_storage.open(name) as file, Image.open(file) as image:
            image.draft("RGB", (SIDE * 2, SIDE * 2))
            side = min(image.size)
            left, top = (image.width - side) // 2, (image.height - side) // 3
            square = image.convert("RGB").crop((left, top, left + side, top + side)).resize((SIDE, SIDE))
    except FileNotFoundError:
        return None
    out = BytesIO()
    square.save(out, "JPEG", quality=QUALITY, optimize=True)
    return f"data:image/jpeg;base64,{b64encode(out.getvalue()).decode()}"
