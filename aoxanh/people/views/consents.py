"""What I agreed to, purpose by purpose."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aoxanh.kit.pages import answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused
from aoxanh.people.actions import give_consent, withdraw_consent
from aoxanh.people.consents import ASKED
from aoxanh.people.models import Person
from aoxanh.people.queries import consent_history, standing_consents
from aoxanh.people.views.own import with_person


@require_safe
@with_person
def consents(request: HttpRequest, person: Person) -> HttpResponse:
    return render_page(request, "people/consents.html", standing=standing_consents(person), history=consent_history(person))


@require_POST
@with_person
def consent(request: HttpRequest, person: Person, purpose: str) -> HttpResponse:
    """Given by the button “give”, taken back by any other."""
    if purpose not in ASKED:
        raise Http404
    try:
        if "give" in request.POST:
            give_consent(person, purpose=purpose, channel="web", by=request.user)
            say(request, _("Thank you. You can take it back here at any time."))
        else:
            withdraw_consent(person, purpose=purpose, by=request.user)
            say(request, _("Withdrawn. It holds from now on."))
    except Refused as refusal:
        context = {"standing": standing_consents(person), "history": consent_history(person)}
        return answer_refusal(request, refusal, "people/consents.html", **context)
    return redirect("people:consents")
