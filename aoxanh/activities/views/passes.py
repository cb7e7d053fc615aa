"""A pass given anew, and the passes of a shift on paper."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from aoxanh.activities import pass_sheets, policies
from aoxanh.activities.actions.passes import reissue_pass
from aoxanh.activities.models import Shift, Signup
from aoxanh.activities.views.arrivals import key_in, login_or_key, with_key
from aoxanh.activities.views.signups import pass_of, pass_page
from aoxanh.kit.pages import answer_refusal, say
from aoxanh.kit.refusals import Refused


@require_POST
@login_or_key
def reissue(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The holder lost the pass."""
    signup = pass_of(request, pk)
    by = request.user if request.user.is_authenticated else None
    try:
        reissue_pass(signup, code=request.POST.get("ma", ""), by=by)
    except Refused as refusal:
        return answer_refusal(request, refusal, "activities/pass.html", **pass_page(request, signup))
    say(request, _("This is your new pass. The old one no longer works; delete pictures of it."))
    return redirect(with_key("signup:pass", signup.pk, key_in(request)))


@login_required
@require_POST
def reissue_for(request: HttpRequest, pk: UUID, signup_pk: UUID) -> HttpResponse:
    """The organiser gives somebody a new pass; the code is told them, or handed over on paper."""
    activity = get_object_or_404(policies.manageable_activities(request.user), pk=pk)
    signup = get_object_or_404(Signup.objects.select_related("person"), pk=signup_pk, shift__activity=activity)
    try:
        fresh = reissue_pass(signup, code=request.POST.get("ma", ""), by=request.user)  # type: ignore[arg-type]
    except Refused as refusal:
        return answer_refusal(request, refusal)
    say(request, _("New code of %(name)s: %(code)s.") % {"name": signup.person.full_name, "code": fresh.code})
    return redirect("activities:roster", activity.pk)


@never_cache
@login_required
@require_safe
def passes_pdf(request: HttpRequest, pk: UUID, shift_pk: UUID) -> HttpResponse:
    """All passes of a shift, to cut out."""
    shifts = Shift.objects.filter(activity__in=policies.manageable_activities(request.user)).select_related("activity__unit")
    shift = get_object_or_404(shifts, pk=shift_pk, activity=pk)
    headers = {"Content-Disposition": f'inline; filename="the-{shift.activity.slug}.pdf"'}
    return HttpResponse(pass_sheets.pdf(shift), content_type="application/pdf", headers=headers)
