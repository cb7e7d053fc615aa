"""Units for everyone: the list, and the page of one, also of one that has ended."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from aoxanh.activities import queries as activities
from aoxanh.kit.dates import today
from aoxanh.kit.pages import public_page, render_page
from aoxanh.kit.paging import page
from aoxanh.kit.vietnamese import search_key
from aoxanh.needs import queries as needs
from aoxanh.org import changes, history
from aoxanh.org import queries as org
from aoxanh.org.kinds import KINDS
from aoxanh.org.models import Parentage, Unit
from aoxanh.org.shown import Shown
from aoxanh.org.shown import shown as ribbons

SHOWN = 5


@public_page
def units(request: HttpRequest) -> HttpResponse:
    """Units that exist today, by name; a search ignores tones and finds ended ones too."""
    text = request.GET.get("tim", "")[:80].strip()
    found = Unit.objects.filter(search_key__contains=search_key(text)) if text else org.active(today())
    committees = [code for code, kind in KINDS.items() if kind.committee]
    listed = found.filter(kind__in=committees).select_related("area__parent")
    return render_page(
        request, "portal/units.html", page=page(listed, request, by=("search_key", "id"), size=40), text=text, total=listed.count()
    )


@public_page
def unit(request: HttpRequest, slug: str) -> HttpResponse:
    """What the unit does, where it stands, and what became of it."""
    shown = get_object_or_404(Unit.objects.select_related("area__parent"), slug=slug)
    on = today()
    moments = history.history(shown)
    below = list(org.children(shown, on=on).order_by("search_key"))
    ids = [shown.pk, *(child.pk for child in below)]
    return render_page(
        request,
        "portal/unit.html",
        unit=shown,
        kind=KINDS[shown.kind],
        has_ended=shown.during.upper is not None and shown.during.upper <= on,
        parent=org.parent(shown, on=on),
        below=below,
        ending=next((one for one in reversed(moments) if one.kind in {"merged", "split", "ended"}), None),
        heir=history.heir_on(shown, on),
        parents=list(Parentage.objects.filter(child=shown).select_related("parent").order_by("-during")),
        moments=moments,
        drawings=drawings(shown, moments),
        upcoming=activities.upcoming(units=ids, limit=SHOWN),
        reports=list(activities.reports(units=ids)[:SHOWN]),
        needs=list(needs.live_needs(on).filter(unit_id__in=ids).order_by("ends_on", "id")[:SHOWN]),
    )


def drawings(of: Unit, moments: list[history.Moment]) -> list[Shown]:
    """The ribbons of the first and the last day on which the unit came of others, or became others."""
    days = [moment.on for moment in moments if moment.kind in {"formed", "received", "merged", "split"} and moment.on]
    found = (ribbons(changes.around(of, on), on, url_of=address, marked=[of.pk]) for on in dict.fromkeys([*days[:1], *days[-1:]]))
    return [one for one in found if one]


def address(unit: Unit) -> str:
    return reverse("portal:unit", args=[unit.slug])
