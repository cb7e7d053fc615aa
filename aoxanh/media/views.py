"""Handing out kept pictures. Their names never change meaning, so browsers may keep them for good."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from aoxanh.media.models import Picture

UUID_CHARACTERS = 36
YEAR_S = 60 * 60 * 24 * 365
HEADERS = {
    "Cache-Control": f"public, max-age={YEAR_S}, immutable",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Disposition": "inline",
}


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """`name` is one of ours by its pattern in the address; no other file can be asked for, and none that is withheld."""
    pk = name.rsplit("/", 1)[-1][:UUID_CHARACTERS]
    if Picture.objects.filter(pk=pk, withheld_at__isnull=False).exists():
        raise Http404
    try:
        file = default_storage.open(f"pictures/{name}.jpg")
    except FileNotFoundError as error:
        raise Http404 from error
    return FileResponse(file, content_type="image/jpeg", headers=HEADERS)
