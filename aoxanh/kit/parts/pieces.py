"""The small parts of a page. What takes content is a block tag: `{% sheet %} … {% endsheet %}`."""

from typing import Any

from django.forms import BoundField
from django.template import Library
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from aoxanh.kit.parts.icons import icon_svg

register = Library()


@register.simple_tag
def state(kind: str, icon: str, text: object, form: str = "tinted") -> SafeString:
    """Icon and word. `kind`: ok, ask, bad, own, off. Tinted on public pages and in headings, `"plain"` in lists."""
    classes = f"state state-{kind}" + (" state-t" if form == "tinted" else "")
    return format_html('<span class="{}">{}{}</span>', classes, icon_svg(icon, ""), text)


@register.simple_tag
def dot(number: int | None, classes: str = "") -> SafeString | str:
    """A count that waits; nothing when nothing waits."""
    if not number:
        return ""
    return format_html('<span class="dot {}">{}<span class="sr-only"> {}</span></span>', classes, min(number, 99), _("waiting"))


@register.simple_tag
def avatar(name: str, form: str = "person", classes: str = "") -> SafeString:
    """Initials: round for a `person`, square for a `unit`; `own` is the unit one works in."""
    words = [word for word in str(name).split() if word[0].isalnum()] or ["?"]
    first, last = (words[0], words[-1]) if form == "person" else (words[-2:][0], words[-1])
    letters = first[0] + (last[0] if len(words) > 1 else "")
    shape = {"person": "", "unit": "rounded-lg!", "own": "rounded-lg! bg-primary! text-primary-content!"}[form]
    return format_html('<span class="avatar-i {} {}" aria-hidden="true">{}</span>', shape, classes, letters.upper())


@register.inclusion_tag("kit/row.html")
def row(title: object, url: str, **parts: Any) -> dict[str, Any]:
    """A line of a work list: icon, tone, meta, figure, deadline, late, verb, verb_url, is_first (its button is filled)."""
    return {"title": title, "url": url, "tone": "text-ink-3", **parts}


@register.inclusion_tag("kit/group.html")
def group(title: object, note: object = "") -> dict[str, Any]:
    """The heading over rows that wait for the same reason."""
    return {"title": title, "note": note}


@register.simple_block_tag
def sheet(content: str, classes: str = "p-5") -> SafeString:
    """The one thing apart."""
    return format_html('<section class="sheet {}">{}</section>', classes, content)


@register.simple_block_tag
def facts(content: str, classes: str = "") -> SafeString:
    """What, when, where: holds `{% fact %}`s."""
    return format_html('<div class="facts leading-snug {}">{}</div>', classes, content)


@register.simple_block_tag
def fact(content: str, icon: str, note: object = "") -> SafeString:
    second = format_html('<div class="text-sm text-ink-3">{}</div>', note) if note else ""
    return format_html("{}<div>{}{}</div>", icon_svg(icon, "size-5"), content, second)


@register.simple_block_tag
def alert(content: str, title: object, kind: str = "bad") -> SafeString:
    """What went wrong (`bad`) or must be known (`ask`, `ok`, `own`), and in its content what to do."""
    return SafeString(render_to_string("kit/alert.html", {"content": content, "title": title, "kind": kind}))


@register.simple_block_tag
def dialog(content: str, id: str, title: object) -> SafeString:  # noqa: A002
    """A native dialog; `<dialog-opener for="ID">` around a button opens it. Close buttons: `<button type="button" data-close>`."""
    return SafeString(render_to_string("kit/dialog.html", {"content": content, "id": id, "title": title}))


@register.simple_block_tag
def actions(content: str, classes: str = "mt-6") -> SafeString:
    """The buttons under a form, the step first."""
    return format_html('<div class="flex flex-wrap gap-2 items-center {}">{}</div>', classes, content)


@register.inclusion_tag("kit/steps.html")
def steps(current: int, *labels: object) -> dict[str, Any]:
    """Where one is among a few steps, counted from 1."""
    return {"steps": [(number, label, number < current, number == current) for number, label in enumerate(labels, 1)]}


@register.inclusion_tag("kit/tabs.html")
def tabs(*pairs: Any, current: str = "", label: object = "") -> dict[str, Any]:
    """`{% tabs _("Shifts") shifts_url _("People") people_url current=request.path %}`: labels and addresses in turn."""
    return {"label": label or _("Parts of this page"), "current": current, "tabs": list(zip(pairs[::2], pairs[1::2], strict=True))}


@register.inclusion_tag("kit/breadcrumbs.html")
def breadcrumbs(*parts: Any) -> dict[str, Any]:
    """Labels and addresses in turn; a last label without an address is this page."""
    pairs = list(zip(parts[::2], parts[1::2], strict=False))
    return {"links": pairs, "here": parts[-1] if len(parts) % 2 else ""}


@register.inclusion_tag("kit/empty.html")
def empty(title: object, text: object = "", action: object = "", url: str = "", ill: str = "seats") -> dict[str, Any]:
    """What one could do where there is nothing yet. `ill`: seats, signpost, phone."""
    return {"title": title, "text": text, "action": action, "url": url, "picture": f"kit/ill/{ill}.html"}


@register.inclusion_tag("kit/more.html")
def more(page: Any, label: object, address: str = "", target: str = "") -> dict[str, Any]:
    """The way to the next page of a keyset list; with `target` (an id) htmx adds the rows in place."""
    return {"page": page, "label": label, "address": address, "target": target}


@register.inclusion_tag("kit/progress.html")
def progress(label: object, done: int, whole: int, note: object = "") -> dict[str, Any]:
    """A long job and how far it is."""
    return {"label": label, "done": done, "whole": whole, "note": note}


@register.inclusion_tag("kit/skeleton.html")
def skeleton(rows: int = 3) -> dict[str, Any]:
    return {"rows": range(rows)}


@register.inclusion_tag("kit/picture.html")
def picture(src: str, alt: str, width: int, height: int, **more: Any) -> dict[str, Any]:
    """A photo with its size, so that nothing jumps. `small`: a narrower file, `small_width`, `classes`, `is_first` loads at once."""
    return {"src": src, "alt": alt, "width": width, "height": height, "small_width": 640, **more}


@register.inclusion_tag("kit/day_strip.html", takes_context=True)
def day_strip(context: Context, days: list[tuple[Any, int]], chosen: Any, parameter: str = "ngay", kept: str = "") -> dict[str, Any]:
    """Days in a row, those without anything pale: pairs of day and count. `kept` is the rest of the query string."""
    return {
        "days": days,
        "chosen": chosen,
        "parameter": parameter,
        "kept": kept,
        "path": context["request"].path if "request" in context else "",
    }


@register.inclusion_tag("kit/qr_scanner.html")
def qr_scanner(classes: str = "") -> dict[str, Any]:
    """The camera as a reader of QR codes; `frontend/elements/qr-scanner.ts` says what it dispatches."""
    return {"classes": classes}


@register.inclusion_tag("kit/place_picker.html")
def place_picker(latitude: BoundField, longitude: BoundField, areas: str, **more: Any) -> dict[str, Any]:
    """A map that sets two inputs. `areas`, `provinces`: addresses of borders; `centre`: "latitude,longitude"."""
    return {"latitude": latitude, "longitude": longitude, "areas": areas, **more}
