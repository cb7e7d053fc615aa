"""What a person shares, for whoever has the link: listed nowhere, kept nowhere."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aoxanh.kit.pages import render_page
from aoxanh.recognition.holder.actions import note_view
from aoxanh.recognition.holder.shown import seen, share_by_key

QUIET = {"X-Robots-Tag": "noindex, nofollow, noarchive", "Referrer-Policy": "no-referrer"}


@never_cache
@require_safe
def record(request: HttpRequest, key: str) -> HttpResponse:
    """A link that is closed, run out or renewed, and one that never was, get the same answer."""
    share = share_by_key(key)
    if share is None:
        response = render_page(request, "recognition/shared_gone.html", status=404)
    else:
        if request.user.pk is None or request.user.pk != share.person.user_id:
            note_view(share)
        response = render_page(request, "recognition/shared.html", **vars(seen(share)))
    for name, value in QUIET.items():
        response[name] = value
    return response
