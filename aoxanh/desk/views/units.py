"""Units over time: the tree of a day, one unit with its history, what changed on a day."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aoxanh.access.acting import acting
from aoxanh.access.queries import may
from aoxanh.desk import days, policies
from aoxanh.desk.queries import people, tree
from aoxanh.desk.ribbons import shown
from aoxanh.kit.dates import holds, today
from aoxanh.kit.pages import is_htmx, render_page, render_part
from aoxanh.kit.paging import page
from aoxanh.org import changes, history, wording
from aoxanh.org.kinds import KINDS
from aoxanh.org.models import Parentage, Unit
from aoxanh.org.shown import Shown
from aoxanh.places.models import Area, Level

SIZE = 100
SHOWN_CHILDREN = 12


@never_cache
@login_required
@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """The tree of a day, from the user's own units down; or what a search finds in it."""
    on = days.asked_day(request)
    text = request.GET.get("tim", "").strip()[:80]
    context: dict[str, Any] = {"on": on, "line": days.line(on), "text": text}
    if text:
        found, has_more = tree.search(policies.visible_units(request.user, on=on), text, on=on)
        return render_page(
            request, "desk/units/tree.html", **context, found=found, has_more=has_more, elsewhen=[] if found else elsewhen(text, on)
        )
    tops = tops_of(request, on)
    opened = open_branch(request, tops[0], on) if len(tops) == 1 else None
    if opened and is_htmx(request) and (request.headers.get("HX-Target") or "").startswith("nhanh-"):
        return render_part(request, "desk/units/tree.html", "branch", on=on, branch=opened, top=tops[0])
    return render_page(request, "desk/units/tree.html", **context, tops=tops, branch=opened, is_below="goc" in request.GET)


def tops_of(request: HttpRequest, on: date) -> list[tree.Node]:
    """Where the shown tree begins: the unit that the address names, or the user's own ones."""
    if slug := request.GET.get("goc"):
        unit = get_object_or_404(policies.visible_units(request.user, on=on).select_related("area__parent"), slug=slug)
        above = tree.paths([unit.pk], on=on)
        return [tree.Node(node.unit, node.below, above[unit.pk]) for node in tree.nodes([unit], on=on)]
    roots = policies.visible_roots(request.user, on=on)
    own = acting(request)
    chosen = roots.filter(pk=own.unit.pk) if own.unit and len(own.units) > 1 else roots
    return tree.topmost(chosen, on=on) or tree.topmost(roots, on=on)


def open_branch(request: HttpRequest, top: tree.Node, on: date) -> Any:
    """A page of what stands under the unit; only what the user may see (a grant for one unit does not reach below it)."""
    below = tree.children(top.unit, on=on).filter(pk__in=policies.visible_units(request.user, on=on).values("pk"))
    found: Any = page(below, request, by=("search_key", "id"), size=SIZE)
    found.rows[:] = tree.nodes(found.rows, on=on)
    return found


def elsewhen(text: str, on: date) -> list[tuple[Unit, date]]:
    """Units of that name on other days, each with a day on which it stood."""
    return [(unit, nearest_day(unit, on)) for unit in tree.elsewhen(text, on=on)]


def nearest_day(unit: Unit, on: date) -> date:
    """The day itself if the unit stood then, else its last or its first."""
    since, until = unit.during.lower, unit.during.upper
    if until is not None and until <= on:
        return until - timedelta(days=1)
    return since if since is not None and since > on else on


@never_cache
@login_required
@require_safe
def unit(request: HttpRequest, slug: str) -> HttpResponse:
    """One unit on a day, with its people, and everything that happened to it."""
    named = get_object_or_404(Unit, slug=slug)
    asked = days.asked_day(request)
    on = nearest_day(named, asked)
    shown_unit = get_object_or_404(policies.visible_units(request.user, on=on).select_related("area__parent__parent"), pk=named.pk)
    return render_page(request, "desk/units/unit.html", **about(request, history.named([shown_unit], on)[0], asked, on))


def about(request: HttpRequest, shown_unit: Unit, asked: date, on: date) -> dict[str, Any]:
    now = today()
    moments = history.history(Unit.objects.get(pk=shown_unit.pk))
    below = tree.children(shown_unit, on=on).order_by("search_key", "id")
    node = tree.nodes([shown_unit], on=on)[0]
    has_ended = history.has_ended(shown_unit, now)
    return {
        "unit": shown_unit,
        "kind": KINDS[shown_unit.kind].label,
        "asked": asked,
        "on": on,
        "now": now,
        "is_beside": asked != on and days.PARAMETER in request.GET,
        "has_ended": has_ended,
        "ending": moments[-1] if has_ended and moments else None,
        "heir": history.heir_on(shown_unit, now) if has_ended else None,
        "path": tree.paths([shown_unit.pk], on=on)[shown_unit.pk],
        "parents": list(Parentage.objects.filter(child=shown_unit).select_related("parent").order_by("-during")),
        "moments": moments,
        "drawings": drawings(request, shown_unit, moments),
        "holdings": people.holdings(shown_unit, on=on),
        "members": people.members(shown_unit, on=on),
        "below": history.named(below[:SHOWN_CHILDREN], on),
        "below_count": node.count,
        "below_words": wording.counted(node.below),
        "may_manage": not has_ended and may(request.user, policies.MANAGE, shown_unit.pk, on=now),
        "may_appoint": not has_ended and may(request.user, policies.APPOINT, shown_unit.pk, on=now),
    }


def drawings(request: HttpRequest, of: Unit, moments: list[history.Moment]) -> list[Shown]:
    """The ribbons of the first and the last reorganisation in which the unit became, or became another."""
    known = [moment.on for moment in moments if moment.kind in {"formed", "received", "merged", "split"} and moment.on]
    drawn = (shown(changes.around(of, on), on, request.user, [of.pk]) for on in dict.fromkeys([*known[:1], *known[-1:]]))
    return [one for one in drawn if one]


@never_cache
@login_required
@require_safe
def day(request: HttpRequest, on: date) -> HttpResponse:
    """What changed on a day: for the country by province, for a province by old district, for a district as ribbons."""
    if not policies.may_read(request.user):
        raise Http404
    context: dict[str, Any] = {"on": on, "eve": on - changes.DAY, "line": days.line(on)}
    if code := request.GET.get("huyen"):
        district = get_object_or_404(Area.objects.select_related("parent"), holds(on - changes.DAY), level=Level.DISTRICT, code=code)
        found = shown(changes.of_district(district, on), on, request.user, marked_ids(request))
        return render_page(request, "desk/units/day.html", **context, district=district, drawn=found)
    if code := request.GET.get("tinh"):
        province = get_object_or_404(Area, holds(on), level=Level.PROVINCE, code=code)
        return render_page(request, "desk/units/day.html", **context, province=province, **of_province(request, province, on))
    return render_page(request, "desk/units/day.html", **context, **of_country(request, on))


def of_province(request: HttpRequest, province: Area, on: date) -> dict[str, Any]:
    """By old district; where there were none, or few changes, drawn at once."""
    rows = changes.of_province(province, on)
    parts = changes.districts(province, on)
    few = len(rows) <= changes.DRAWN or not parts
    drawn = shown(rows, on, request.user, marked_ids(request)) if few else None
    return {"parts": parts, "drawn": drawn, "others": changes.others(on, province)}


def of_country(request: HttpRequest, on: date) -> dict[str, Any]:
    rows = list(changes.rows(on)[: changes.DRAWN + 1])
    return {
        "kinds": changes.kinds(on),
        "parts": changes.provinces(on),
        "drawn": shown(rows, on, request.user, marked_ids(request)) if len(rows) <= changes.DRAWN else None,
        "others": changes.others(on),
        "events": days.events().filter(on=on).order_by("title"),
    }


def marked_ids(request: HttpRequest) -> list[Any]:
    slug = request.GET.get("don-vi")
    return list(Unit.objects.filter(slug=slug).values_list("pk", flat=True)) if slug else []
