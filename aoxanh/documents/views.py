"""Keys at the desk: which there are, until when, entering, retiring and revoking them."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from aoxanh.access.acting import acting
from aoxanh.documents import actions, policies
from aoxanh.documents.forms import DeviceForm, KeyForm
from aoxanh.documents.models import SigningKey
from aoxanh.kit.pages import CONFLICT, UNPROCESSABLE, render_page, say
from aoxanh.kit.paging import page
from aoxanh.kit.refusals import Refused

LIST, ONE, NEW = "documents/keys/list.html", "documents/keys/one.html", "documents/keys/new.html"
FIELD_OF = {"wrong_password": "password", "key_unreadable": "file", "key_expired": "file", "key_known": "file"}
DEVICE = "device_%s"  # Both forms stand on one page.
DEVICE_FIELD_OF = {"wrong_password": "pin", "no_device": "module"}


@never_cache
@login_required
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """The keys of the units the reader keeps them for; those that sign first."""
    refuse_others(request)
    found = acting(request).narrow(policies.manageable_keys(request.user).select_related("unit"))
    rows = page(found, request, by=("-made_at", "-id"), size=30)
    return render_page(request, LIST, page=rows, rows=[(key, state(key), days_left(key)) for key in rows])


def refuse_others(request: HttpRequest) -> None:
    if not policies.key_units(request.user).exists():
        raise PermissionDenied


def state(key: SigningKey) -> str:
    """What the key is good for: `revoked`, `retired`, `expired`, `soon` (ends within KEY_SOON_DAYS), `signs`."""
    if key.revoked_at or key.retired_at:
        return "revoked" if key.revoked_at else "retired"
    left = days_left(key)
    return "expired" if left < 0 else "soon" if left <= settings.KEY_SOON_DAYS else "signs"


def days_left(key: SigningKey) -> int:
    """Whole days until it ends, negative once it has."""
    return (key.ends_at - timezone.now()).days


@never_cache
@login_required
@require_safe
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the certificate of a key says, and what may be done with it."""
    key = get_object_or_404(policies.manageable_keys(request.user).select_related("unit", "by__person"), pk=pk)
    return render_page(request, ONE, key=key, state=state(key), days=days_left(key), fingerprint=grouped(key.key_id))


@login_required
@require_safe
def chain(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The certificate of a key with those above it, the root last: to be trusted by whoever wants to."""
    key = get_object_or_404(policies.manageable_keys(request.user).exclude(chain=""), pk=pk)
    return HttpResponse(key.chain, "application/x-pem-file", headers={"Content-Disposition": 'attachment; filename="chung-thu.pem"'})


def grouped(text: str) -> str:
    return " ".join(text[at : at + 8] for at in range(0, len(text), 8))


@sensitive_post_parameters("password", "pin")
@never_cache
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Enter a key from a file, or one in a device where this server has a module for it."""
    refuse_others(request)
    units = policies.key_units(request.user)
    first = {"unit": acting(request).first_choice(units)}
    forms: dict[str, Any] = {"form": KeyForm(units, initial=first), "device": DeviceForm(units, initial=first, auto_id=DEVICE)}
    if request.method != "POST":
        return show(request, forms)
    if "pin" in request.POST:
        forms["device"] = form = DeviceForm(units, request.POST, auto_id=DEVICE)
        return enter(request, forms, form, actions.add_device_key, DEVICE_FIELD_OF)
    forms["form"] = file_form = KeyForm(units, request.POST, request.FILES)
    return enter(request, forms, file_form, add_file, FIELD_OF)


def add_file(unit: Any, *, file: bytes, password: str, by: Any) -> SigningKey:
    return actions.add_key(unit, content=file, password=password, by=by)


def enter(request: HttpRequest, forms: dict[str, Any], form: Any, action: Any, fields: dict[str, str]) -> HttpResponse:
    if not form.is_valid():
        return show(request, forms, status=UNPROCESSABLE)
    try:
        key = action(**form.cleaned_data, by=request.user)
    except Refused as refusal:
        form.add_error(fields.get(refusal.code), str(refusal))
        response = show(request, forms, status=CONFLICT)
        response["X-Refusal"] = refusal.code
        return response
    say(request, _("Papers of %(unit)s are signed with this key from now on.") % {"unit": key.unit.name})
    return redirect("keys:one", key.pk)


def show(request: HttpRequest, forms: dict[str, Any], status: int = 200) -> HttpResponse:
    return render_page(request, NEW, status=status, **forms, has_devices=bool(settings.PKCS11_MODULES))


@login_required
@require_POST
def retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    key = get_object_or_404(policies.manageable_keys(request.user), pk=pk)
    actions.retire_key(key, by=request.user)
    say(request, _("The key signs nothing new. What it signed stays valid."))
    return redirect("keys:one", pk)


@login_required
@require_POST
def revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    key = get_object_or_404(policies.manageable_keys(request.user), pk=pk)
    actions.revoke_key(key, by=request.user)
    say(request, _("The key is revoked. Tell the authority that gave it, too."))
    return redirect("keys:one", pk)


@login_required
@require_POST
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new key of the site for badges; the old one stays published."""
    credentials = SigningKey.Purpose.CREDENTIALS
    key = get_object_or_404(policies.manageable_keys(request.user).filter(purpose=credentials, revoked_at=None), pk=pk)
    newer = actions.change_credential_key(key, by=request.user)
    say(request, _("Badges are signed with the new key from now on. The old ones stay valid."))
    return redirect("keys:one", newer.pk)
