"""One need for everyone, with an address that can be shared."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aoxanh.kit.dates import is_within, today
from aoxanh.kit.pages import is_htmx, public_page, render_page
from aoxanh.kit.parts.when import daymonth, fulldate
from aoxanh.needs.answers import Answered, answers_to
from aoxanh.needs.models import Contact, Need
from aoxanh.needs.policies import sees_contact
from aoxanh.needs.queries import Pin, contact_of, lacking_words
from aoxanh.places.boundaries import EDITION
from aoxanh.places.queries import province_of
from aoxanh.portal import cards, need_maps
from aoxanh.portal.queries import needs as queries

OTHERS = 4


@public_page
@require_safe
def need(request: HttpRequest, slug: str) -> HttpResponse:
    """What is needed and what one can do about it; a need that is closed or over says so."""
    found = need_or_404(slug)
    card = card_of(found)
    shown_to = getattr(getattr(found, "contact", None), "shown_to", "")
    others = queries.with_missing(queries.public_needs(today()).filter(area=found.area).exclude(pk=found.pk))
    return render_page(
        request,
        "portal/need.html",
        need=found,
        skills=found.skills.all(),
        answer=queries.answer_to(found) if found.is_live else None,
        answered=public_answers(found),
        contact_shown=shown_to if found.is_live else "",
        contact=contact_of(found, on=today()) if shown_to == Contact.Shown.EVERYONE else None,
        others=others.order_by("-urgent", "ends_on", "id")[:OTHERS],
        map=map_of(found),
        url=request.build_absolute_uri(request.path),
        card_url=request.build_absolute_uri(f"{reverse('portal:need_card', args=[slug])}?v={card.version}"),
        summary=summary(found),
    )


def public_answers(found: Any) -> Answered:
    """The activities that answer it, as far as anyone may see them."""
    answered = answers_to(found.pk, found.people_wanted)
    return Answered([row for row in answered.rows if row.is_public], answered.wanted)


@never_cache
@require_safe
def need_contact(request: HttpRequest, slug: str) -> HttpResponse:
    """For the public page, which is the same for everyone: whom to call, where this reader may know; without script a page of its own."""
    found = need_or_404(slug)
    contact = Contact.objects.filter(need=found.pk).first()
    if contact is None or not found.is_live:
        raise Http404
    has_place = contact.shown_to == Contact.Shown.PLACED and queries.has_place_for(request.user, found)
    may_see = sees_contact(request.user, contact, has_place=has_place)
    called = contact_of(found, on=today()) if may_see else None
    template = "portal/need_contact.html" if is_htmx(request) else "portal/need_contact_page.html"
    return render_page(request, template, need=found, contact=called, shown_to=contact.shown_to)


def need_or_404(slug: str) -> Any:
    try:
        return queries.with_missing(Need.objects.filter(slug=slug)).select_related("contact").get()
    except Need.DoesNotExist:
        raise Http404(_("This need does not exist.")) from None


def map_of(found: Need) -> Any:
    """Its commune; None for communes of before the borders."""
    if not is_within(EDITION, found.area.during):
        return None
    pin = Pin(found.area, found.people_wanted or found.materials_wanted, int(found.urgent))
    return need_maps.near(province_of(found.area).code, [pin], None, found.area, found.area)


def summary(found: Any) -> str:
    """One line for chat apps: where, until when, how many people."""
    until = _("until %(day)s") % {"day": fulldate(found.ends_on)}
    return " · ".join((found.area.name, until, missing_of(found)))


def missing_of(found: Any) -> str:
    if not found.is_live:
        return _("Closed")
    lacks = lacking_words(found, found.missing)
    return _("%(lacks)s missing") % {"lacks": lacks} if lacks else _("Full")


def card_of(found: Any) -> cards.Card:
    """The picture of its link: until when, how many are missing."""
    waits = found.is_live and (found.missing > 0 or found.materials_lacking > 0)
    return cards.Card(
        title=found.title,
        unit=found.unit.short_name,
        kind=found.kind,
        lines=(_("Needed until"), found.area.name),
        big=daymonth(found.ends_on),
        places=missing_of(found),
        waits=waits,
    )


@require_safe
def need_card(request: HttpRequest, slug: str) -> HttpResponse:
    """The Open Graph picture: drawn when asked for, kept by whoever asked."""
    card = card_of(need_or_404(slug))
    etag = f'"{card.version}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304)
    response = HttpResponse(cards.draw(card), content_type="image/png", headers={"ETag": etag})
    patch_cache_control(response, public=True, max_age=3600)
    return response
