"""Of a child: whom it named as guardian, what became of that, and naming one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aoxanh.kit.addresses import safe_next, with_next
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused
from aoxanh.people.actions import guardians as actions
from aoxanh.people.forms.guardians import InviteForm
from aoxanh.people.models import Person
from aoxanh.people.queries.guardians import asked_of, consent_stands, needs_guardian
from aoxanh.people.views.own import with_person

PAGE = "people/guardians.html"


@with_person
def guardians(request: HttpRequest, person: Person) -> HttpResponse:
    """Everyone who was asked, with the link to hand over while it waits; below, the form for one more."""
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return render_page(request, PAGE, form=form, **shown(request, person))
    if not form.is_valid():
        return answer_mistakes(request, PAGE, form=form, **shown(request, person))
    try:
        actions.invite(person, **form.cleaned_data, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, PAGE, form=form, **shown(request, person))
    say(request, _("The link is on its way. You can also show it here."))
    return redirect(with_next(reverse("people:guardians"), safe_next(request)))


def shown(request: HttpRequest, person: Person) -> dict[str, object]:
    return {
        "person": person,
        "next": safe_next(request),
        "asked": asked_of(person),
        "consented": consent_stands(person),
        "needed": needs_guardian(person),
    }


@require_POST
@with_person
def resend(request: HttpRequest, person: Person, pk: UUID) -> HttpResponse:
    """A new link to the same guardian."""
    guardianship = get_object_or_404(person.guardianships, pk=pk)
    try:
        actions.resend(guardianship, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, PAGE, form=InviteForm(), **shown(request, person))
    say(request, _("The link is on its way again. The old one no longer works."))
    return redirect(with_next(reverse("people:guardians"), safe_next(request)))
