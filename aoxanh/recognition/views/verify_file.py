"""Whether a file is genuine: it is looked at in memory and forgotten."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from aoxanh.kit import limits
from aoxanh.kit.addresses import visitor_ip
from aoxanh.kit.pages import answer_refusal, render_page
from aoxanh.kit.refusals import Refused
from aoxanh.recognition.verifying import LARGEST, look_at
from aoxanh.recognition.views.verify import FORM, kept_nowhere

CHECKED = "recognition/checked.html"
TRIES, SECONDS = 30, 10 * 60
REST = 64 * 1024  # What a form weighs besides its file.


class InMemory(FileUploadHandler):
    """Keeps the file in memory, whatever its size up to the largest that is looked at; of a larger one nothing."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.content = bytearray()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > LARGEST + 1:
            self.content = bytearray(LARGEST + 1)
            raise SkipFile
        self.content += raw_data

    def file_complete(self, file_size: int) -> Any:
        return None

    def upload_complete(self) -> None:
        return None


@csrf_exempt  # The page of the form is kept for everyone, without a token; nothing is changed here.
def check(request: HttpRequest) -> HttpResponse:
    """What the file is; a way back where somebody opens the address of the answer."""
    if request.method != "POST":
        return redirect("verify:form")
    try:
        limits.limit(f"verify file {visitor_ip(request)}", times=TRIES, seconds=SECONDS)
        verdict = look_at(content_of(request))
    except Refused as refusal:
        return kept_nowhere(answer_refusal(request, refusal, FORM, file_error=str(refusal)))
    return kept_nowhere(render_page(request, CHECKED, verdict=verdict, certificate=verdict.certificate, is_demo=settings.DEMO))


def content_of(request: HttpRequest) -> bytes:
    """The bytes of the field `tep`. Refused: `too_large`, before they are read where the browser says so, and `empty`."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST + REST:
        raise Refused("too_large", _("The file is larger than 10 MB. Certificates and badges are smaller."))
    handler = InMemory(request)
    request.upload_handlers = [handler]
    request.FILES  # noqa: B018 -- reads the request, through the handler
    return bytes(getattr(handler, "content", b""))
