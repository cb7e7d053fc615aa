"""`{% load media %}`: pictures on pages."""

from typing import Any

from django.template import Library

from aoxanh.media.models import Picture

register = Library()


@register.inclusion_tag("media/photo.html")
def photo(picture: Picture, sizes: str = "100vw", classes: str = "w-full h-auto rounded-box", is_first: bool = False) -> dict[str, Any]:
    """A picture in the width that the screen needs. `sizes` as in HTML; `is_first` loads at once."""
    return {"picture": picture, "src": picture.url(960), "sizes": sizes, "classes": classes, "is_first": is_first}
