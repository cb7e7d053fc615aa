"""One certificate at the desk: what it says, whether it stands, revoking and correcting it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aoxanh.kit.pages import CONFLICT, answer_mistakes, render_page, say
from aoxanh.kit.refusals import Refused
from aoxanh.recognition import policies
from aoxanh.recognition.actions.endings import correct, revoke
from aoxanh.recognition.forms.endings import CorrectForm, RevokeForm
from aoxanh.recognition.models import Certificate

ONE, REVOKE, CORRECT = "recognition/endings/one.html", "recognition/endings/revoke.html", "recognition/endings/correct.html"
ALL = ("unit", "person", "revocation__by__person", "replaced_by", "replaces", "paper__key", "credential")
FIELD_OF = {"words_missing": "words", "name_not_printable": "holder_name", "wrong_days": "ends_on"}


@never_cache
@login_required
@require_safe
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The certificate with its state, its signature and its badge."""
    found = get_object_or_404(policies.desk_certificates(request.user).select_related(*ALL), pk=pk)
    may = policies.endable_certificates(request.user).filter(pk=pk).exists()
    return render_page(request, ONE, certificate=found, may_end=may and not hasattr(found, "revocation"))


@never_cache
@login_required
def revoke_one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that it is not valid any more."""
    found = endable(request, pk)
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return render_page(request, REVOKE, form=form, certificate=found)
    if not form.is_valid():
        return answer_mistakes(request, REVOKE, form=form, certificate=found)
    try:
        revoke(found, **form.cleaned_data, by=request.user)
    except Refused as refusal:
        return refused(request, REVOKE, form, found, refusal)
    say(request, _("Revoked: %(number)s. The holder was told.") % {"number": found.number_text})
    return redirect("endings:one", pk)


@never_cache
@login_required
def correct_one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Issue one that says it right in its place."""
    found = endable(request, pk)
    if request.method != "POST":
        return render_page(request, CORRECT, form=CorrectForm.of(found), certificate=found)
    form = CorrectForm(request.POST)
    if not form.is_valid():
        return answer_mistakes(request, CORRECT, form=form, certificate=found)
    try:
        newer = correct(found, words=form.cleaned_data["words"], by=request.user, **form.facts)
    except Refused as refusal:
        return refused(request, CORRECT, form, found, refusal)
    say(request, _("Corrected: number %(number)s takes its place. The holder was told.") % {"number": newer.number_text})
    return redirect("endings:one", newer.pk)


def endable(request: HttpRequest, pk: UUID) -> Certificate:
    found: Certificate = get_object_or_404(
        policies.endable_certificates(request.user).select_related("unit__area", "person__user", "version"), pk=pk
    )
    return found


def refused(
    request: HttpRequest, template: str, form: RevokeForm | CorrectForm, certificate: Certificate, refusal: Refused
) -> HttpResponse:
    form.add_error(FIELD_OF.get(refusal.code), str(refusal))
    response = render_page(request, template, status=CONFLICT, form=form, certificate=certificate)
    response["X-Refusal"] = refusal.code
    return response
