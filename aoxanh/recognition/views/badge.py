"""The holder's Open Badge of a certificate, to take away."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aoxanh.documents.wording import length
from aoxanh.kit.pages import answer_refusal, render_page
from aoxanh.kit.refusals import Refused
from aoxanh.recognition import badges, baking, paper, policies
from aoxanh.recognition.actions.badges import badge_of

PAGE = "recognition/badge.html"
KINDS = {"png": "image/png", "jwt": f"application/{badges.VC_JWT}", "json": "application/vc+ld+json"}


@never_cache
@login_required
@require_safe
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """In which form, and whether with the name."""
    found = get_object_or_404(policies.held_certificates(request.user).select_related("revocation"), pk=pk)
    return render_page(request, PAGE, certificate=found, issuer=badges.did(found.unit_id))


@never_cache
@login_required
@require_safe
def download(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The badge, signed now: `dang` says in which form, `ten` puts the name in."""
    found = get_object_or_404(policies.held_certificates(request.user), pk=pk)
    kind = request.GET.get("dang", "")
    kind = kind if kind in KINDS else "png"
    try:
        row, key = badge_of(found)
        token = badges.token(row, key, named="ten" in request.GET)
    except Refused as refusal:
        return answer_refusal(request, refusal, PAGE, certificate=found)
    content = {
        "png": lambda: baking.png(found, token, hours=length(found.minutes) if found.minutes else ""),
        "json": lambda: badges.enveloped(token),
    }
    name = paper.file_name(found).removesuffix(".pdf").replace("giay-chung-nhan", "huy-hieu")
    response = HttpResponse(content.get(kind, token.encode)(), content_type=KINDS[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response
