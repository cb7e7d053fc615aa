"""Campaigns for everyone: the list, the page of one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from aoxanh.activities.models import Campaign
from aoxanh.kit.dates import today
from aoxanh.kit.pages import public_page, render_page
from aoxanh.kit.paging import page
from aoxanh.portal.queries import campaigns as queries

PAST, AHEAD = 20, 20


@public_page
def campaigns(request: HttpRequest) -> HttpResponse:
    """Now and ahead, then those that are over."""
    on = today()
    now = list(queries.now_and_ahead(on))
    over = page(queries.past(on), request, by=("-since", "id"), size=PAST)
    return render_page(request, "portal/campaigns.html", campaigns=now, past=over, on=on)


@public_page
def campaign(request: HttpRequest, slug: str) -> HttpResponse:
    """What, when, where, with which figures, and what one can join. What is not public does not exist."""
    try:
        found = queries.campaign_page(slug)
    except Campaign.DoesNotExist:
        raise Http404(_("This campaign does not exist, or is not public.")) from None
    ahead = page(found.ahead, request, by=("starts_at", "id"), size=AHEAD)
    free = queries.free_places(found.campaign)
    url = request.build_absolute_uri(request.path)
    return render_page(request, "portal/campaign.html", found=found, campaign=found.campaign, page=ahead, free=free, on=today(), url=url)
