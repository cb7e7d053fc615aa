"""What page shells ask: which entry is this page, the same page in the other language."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.template import Library
from django.template.context import Context
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from aoxanh.kit.navigation import Entry
from aoxanh.kit.parts.pieces import dot

register = Library()


@register.simple_tag
def entry_url(entry: Entry, pk: Any = None) -> str:
    """Where an entry leads; entries of an activity take its id."""
    return reverse(entry.url_name, args=[pk] if pk else None)


@register.simple_tag(takes_context=True)
def current(context: Context, url: str) -> str:
    """`aria-current`: "page" on the page itself, "true" on what lies under it, else nothing."""
    request = context.get("request")
    if not request:
        return ""
    if request.path == url:
        return "page"
    return "true" if not is_root(url) and request.path.startswith(url) and not is_nearer(context, url, request.path) else ""


def is_nearer(context: Context, url: str, path: str) -> bool:
    """Whether another entry of the menus leads nearer to the page: "Duyệt" lies under "Hoạt động", only it is marked."""
    navigation = context.get("navigation") or {}
    others = (entry_url(entry) for place in MENUS for entry in navigation.get(place, ()))
    return any(len(other) > len(url) and path.startswith(other) for other in others)


MENUS = ("desk", "programme", "public", "volunteer")


def is_root(url: str) -> bool:
    """Home pages have everything under them; being under them says nothing."""
    return url.strip("/") in {"", "en"} or url.rstrip("/").endswith("ban-lam-viec")


@register.simple_tag(takes_context=True)
def languages(context: Context) -> list[dict[str, Any]]:
    """The languages of the site with the address of this page in each."""
    request = context.get("request")
    path = request.get_full_path() if request else "/"
    return [
        {"code": code, "name": NATIVE_NAMES.get(code, code), "url": translate_url(path, code), "is_current": code == get_language()}
        for code, _name in settings.LANGUAGES
    ]


NATIVE_NAMES = {"vi": "Tiếng Việt", "en": "English"}


@register.simple_tag
def url_or_nothing(*names: str) -> str:
    """The address of the first page among these that some app offers."""
    for name in names:
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""


@register.simple_tag(takes_context=True)
def waiting(context: Context, entry: Entry, classes: str = "") -> SafeString | str:
    """The count beside a menu entry, from the page's `waiting`: {url_name: number}."""
    return dot((context.get("waiting") or {}).get(entry.url_name), classes)


@register.simple_tag(takes_context=True)
def alerts(context: Context) -> list[Message]:
    """Messages that stay at the top of the page: errors and warnings."""
    return [message for message in read_messages(context.get("request")) if message.level >= messages.WARNING]


@register.simple_tag(takes_context=True)
def toasts(context: Context) -> list[Message]:
    """Messages that go by themselves; their extra tag may be the address that undoes what was done."""
    return [message for message in read_messages(context.get("request")) if message.level < messages.WARNING]


def read_messages(request: HttpRequest | None) -> list[Message]:
    """The messages of this request, read once; none on a public page, which is the same for everyone."""
    if request is None or getattr(request, "is_public_page", False):
        return []
    if not hasattr(request, "kit_messages"):
        request.kit_messages = list(messages.get_messages(request))
    return request.kit_messages


@register.inclusion_tag("kit/tabs.html", takes_context=True)
def entry_tabs(context: Context, place: str, pk: Any, label: object = "") -> dict[str, Any]:
    """The tabs that apps declare for one thing, such as `{% entry_tabs "activity" activity.pk %}`."""
    entries = (context.get("navigation") or {}).get(place, ())
    pairs = [(entry.label, entry_url(entry, pk)) for entry in entries]
    path = context["request"].path if "request" in context else ""
    under = max((url for _label, url in pairs if path.startswith(url)), key=len, default="")
    return {"label": label, "tabs": pairs, "current": under}
