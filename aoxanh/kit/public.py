"""Public pages: the same for everyone, rendered once per version of what the public can see, kept with their compressed body.

A public page holds no user, no token and no message; what depends on the viewer comes as an htmx part. It never answers differently
to htmx: a part has an address of its own or is picked out with `hx-select`.
"""

import gzip
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from hashlib import blake2b
from threading import Lock
from time import monotonic
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

from aoxanh.kit.versions import public_version

SHELF_BYTES = 24 * 1024 * 1024
STALE_AFTER = 300  # seconds: "2 ngày nữa" moves on though nothing was written
POLICY = "_csp_config"  # Where Django's `csp_override` notes the policy of a response.
PROXY_SECONDS = 15  # A proxy may keep a page so long; a browser asks each time, so that what was just published is there.

type View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class PublicPage:
    """A rendered page and what it was rendered from."""

    version: int
    at: float
    language: str
    content_type: str
    etag: str
    plain: bytes
    packed: bytes
    policy: Any = None
    """The content security policy of the page, where it has one of its own."""

    @classmethod
    def of(cls, response: HttpResponse, version: int) -> "PublicPage":
        etag = f'W/"{blake2b(response.content, digest_size=12).hexdigest()}"'
        packed = gzip.compress(response.content, 6, mtime=0)
        policy = getattr(response, POLICY, None)
        return cls(version, monotonic(), get_language() or "", response["Content-Type"], etag, response.content, packed, policy)

    @property
    def size(self) -> int:
        return len(self.plain) + len(self.packed)

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The page for this browser: compressed where it may be, nothing where it has it already."""
        is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
        response = HttpResponse(self.packed if is_packed else self.plain, content_type=self.content_type)
        if is_packed:
            response["Content-Encoding"] = "gzip"
        response["Content-Language"] = self.language
        response["ETag"] = self.etag
        response["Cache-Control"] = f"public, max-age=0, s-maxage={PROXY_SECONDS}"
        response = get_conditional_response(request, etag=self.etag, response=response) or response
        if self.policy is not None:
            setattr(response, POLICY, self.policy)
        return response


class Shelf:
    """The pages kept by this process, the least asked for thrown out first."""

    def __init__(self, capacity: int = SHELF_BYTES) -> None:
        self.capacity = capacity
        self.held = 0
        self.pages: OrderedDict[str, PublicPage] = OrderedDict()
        self.lock = Lock()

    def get(self, key: str) -> PublicPage | None:
        """A page that is still good; asks the database for the version only when there is one to compare."""
        page = self.pages.get(key)
        if not page or monotonic() - page.at > STALE_AFTER or page.version != public_version():
            return None
        with self.lock:
            if key in self.pages:
                self.pages.move_to_end(key)
        return page

    def put(self, key: str, page: PublicPage) -> None:
        with self.lock:
            self.drop(key)
            self.pages[key] = page
            self.held += page.size
            while self.held > self.capacity and len(self.pages) > 1:
                self.drop(next(iter(self.pages)))

    def drop(self, key: str) -> None:
        if page := self.pages.pop(key, None):
            self.held -= page.size

    def clear(self) -> None:
        with self.lock:
            self.pages.clear()
            self.held = 0


shelf = Shelf()


def public_page(view: View) -> View:
    """A view whose page is the same for everyone: it sees nobody signed in. Only a plain 200 is kept."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.build_absolute_uri()
        if page := shelf.get(key):
            return page.answer(request)
        version = public_version()
        request.user, request.is_public_page = AnonymousUser(), True
        response = view(request, *args, **kwargs)
        if request.method not in {"GET", "HEAD"} or response.status_code != HttpResponse.status_code or response.streaming:
            return response
        page = PublicPage.of(response, version)
        shelf.put(key, page)
        return page.answer(request)

    return shown


class PublicPages:
    """Middleware, below static files and CSP, above sessions: hands out kept pages before anything about the visitor is looked at.

    It also keeps `Vary` of public pages to the encoding, and their answers without cookies.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "GET" and (page := shelf.get(request.build_absolute_uri())):
            request.is_public_page = True
            response = page.answer(request)
        else:
            response = self.get_response(request)
        if getattr(request, "is_public_page", False) and "ETag" in response:
            response["Vary"] = "Accept-Encoding"
            response.cookies.clear()
        return response
