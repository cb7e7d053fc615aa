"""Changing the unit for which one acts."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from aoxanh.access.acting import acting
from aoxanh.kit.pages import render_page, say


@never_cache
@login_required
def choose(request: HttpRequest) -> HttpResponse:
    """The units of today's grants; choosing one leads to what it must do today."""
    mine = acting(request)
    if request.method != "POST":
        return render_page(request, "desk/acting.html")
    try:
        unit = mine.choose(UUID(request.POST.get("unit", "")))
    except (ValueError, StopIteration):
        raise Http404 from None
    say(request, _("You now act for %(unit)s.") % {"unit": unit.name})
    return redirect("desk:home")
