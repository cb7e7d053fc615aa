"""Issuers of badges as verifiers read them: keys, profiles, and lists of what was revoked. Anyone may ask, also another site's page."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import condition, require_safe

from aoxanh.documents.actions import ensure_credential_key
from aoxanh.documents.models import SigningKey
from aoxanh.org.models import Unit
from aoxanh.recognition import badges, statuses
from aoxanh.recognition.models import Revocation, StatusList

KEYS_SECONDS = 3600
OPEN = {"Access-Control-Allow-Origin": "*"}


def answer(told: Any, *, kind: str = "application/json", seconds: int = KEYS_SECONDS) -> HttpResponse:
    content = told if isinstance(told, str) else json.dumps(told, ensure_ascii=False)
    return HttpResponse(content, content_type=kind, headers=OPEN | {"Cache-Control": f"public, max-age={seconds}"})


@require_safe
def site_document(request: HttpRequest) -> HttpResponse:
    """The DID document of the site."""
    return answer(badges.did_document(), kind="application/did+json")


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """The site's keys as a JSON Web Key Set."""
    return answer(badges.key_set(), kind="application/jwk-set+json")


@require_safe
def document(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The DID document of a unit."""
    unit = get_object_or_404(Unit, pk=pk)
    return answer(badges.did_document(unit.pk), kind="application/did+json")


@require_safe
def profile(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The issuer profile of a unit."""
    unit = get_object_or_404(Unit, pk=pk)
    return answer({"@context": badges.CONTEXTS} | badges.profile(unit), kind="application/ld+json")


def list_tag(request: HttpRequest, pk: UUID, number: int) -> str:
    """Changes with each revocation, each key and each hour."""
    revoked = Revocation.objects.filter(certificate__credential__status_list__unit=pk).count()
    newest = (
        SigningKey.objects.filter(purpose=SigningKey.Purpose.CREDENTIALS, retired_at=None).order_by("-made_at").values_list("pk").first()
    )
    return f'"{pk.hex}-{number}-{revoked}-{newest and newest[0].hex}-{timezone.now():%Y%m%d%H}"'


@require_safe
@condition(etag_func=list_tag)
def status_list(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """A unit's list of revoked badges, signed."""
    found = get_object_or_404(StatusList.objects.select_related("unit"), unit=pk, number=number)
    signed = statuses.token(found, ensure_credential_key(found.unit), at=timezone.now())
    return answer(signed, kind="application/vc+jwt", seconds=statuses.FRESH_SECONDS)
