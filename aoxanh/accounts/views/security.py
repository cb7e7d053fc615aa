"""How an account can be opened, and where it is open."""

from allauth.account.internal.flows.logout import logout
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from aoxanh.accounts import actions, devices
from aoxanh.accounts.queries import factors_of, links_of
from aoxanh.accounts.recent import recent
from aoxanh.kit.pages import answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused

SECURITY = "accounts/security.html"


@never_cache
@login_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    return render_page(request, SECURITY, **facts(request))


def facts(request: HttpRequest) -> dict[str, object]:
    """Three queries, however many devices there are."""
    found = devices.devices_of(request.user, current=request.session.session_key)
    return {
        "devices": found,
        "others": sum(not device.is_this for device in found),
        "factors": factors_of(request.user),
        "links": links_of(request.user),
        "texts": bool(settings.SMS_GATEWAY),
    }


@require_POST
@login_required
def end_device(request: HttpRequest, ref: str) -> HttpResponse:
    """Sign out one device; of this one it is simply leaving."""
    if ref == devices.ref(request.session.session_key):
        logout(request, show_message=False)
        return redirect(settings.LOGOUT_REDIRECT_URL)
    try:
        actions.end_device(request.user, ref, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, SECURITY, **facts(request))
    say(request, _("The device is signed out."))
    return redirect("accounts:security")


@require_POST
@login_required
def end_other_devices(request: HttpRequest) -> HttpResponse:
    count = actions.end_other_devices(request.user, current=request.session.session_key, by=request.user)
    say(request, ngettext("%(count)d other device is signed out.", "%(count)d other devices are signed out.", count) % {"count": count})
    return redirect("accounts:security")


@require_POST
@login_required
@recent
def drop_link(request: HttpRequest, pk: int) -> HttpResponse:
    link = get_object_or_404(SocialAccount, pk=pk, user=request.user)
    try:
        actions.drop_link(request.user, link, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, SECURITY, **facts(request))
    say(request, _("That site no longer opens your account."))
    return redirect("accounts:security")
