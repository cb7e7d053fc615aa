"""A guardian's children: their places, passes and wishes, and withdrawing the consent."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from aoxanh.activities.actions import minors as actions
from aoxanh.activities.forms.guardians import PicturesForm
from aoxanh.activities.policies import own_guardianships
from aoxanh.activities.queries.minors import Child, children_of_guardian, past_places
from aoxanh.kit.pages import answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused
from aoxanh.people.actions import guardians
from aoxanh.people.consents import GUARDIAN_ASKED
from aoxanh.people.invitations import link_of
from aoxanh.people.models import Consent, Guardianship
from aoxanh.people.queries.guardians import allowed_by, pictures_allowed, questions_to

CHILD = "activities/child.html"
MORE = (Consent.Purpose.HONOUR, Consent.Purpose.SHARING)


@never_cache
@require_safe
@login_required
def children(request: HttpRequest) -> HttpResponse:
    """Everyone for whom the reader agreed as a guardian, after those who wait for an answer."""
    found = children_of_guardian(own_guardianships(request.user))
    return render_page(request, "activities/children.html", children=found, questions=questions_to(request.user))


@require_POST
@login_required
def question(request: HttpRequest, pk: UUID) -> HttpResponse:
    """To the page behind the link, which is only made for who was asked."""
    link = link_of(get_object_or_404(questions_to(request.user), pk=pk))
    if not link:
        raise Http404
    return redirect(link.removeprefix(settings.BASE_URL))


@never_cache
@require_safe
@login_required
def child(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One of them."""
    return render_page(request, CHILD, **child_page(request, pk))


def child_page(request: HttpRequest, pk: UUID) -> dict[str, Any]:
    found = the_child(request, pk)
    past = past_places(found.person) if found.consented else []
    return {"child": found, "past": past, "pictures": pictures_allowed(found.guardianship), "more": more_uses(found.guardianship)}


def more_uses(guardianship: Guardianship) -> list[tuple[str, str, bool]]:
    """What else a guardian may allow: the purpose, the text, whether it is allowed."""
    allowed = allowed_by(guardianship)
    return [(str(purpose), str(GUARDIAN_ASKED[purpose]), purpose in allowed) for purpose in MORE]


def the_child(request: HttpRequest, pk: UUID) -> Child:
    found = children_of_guardian(own_guardianships(request.user).filter(child=pk))
    if not found:
        raise Http404
    return found[0]


@require_POST
@login_required
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The consent ends, the places ahead are given back."""
    return act(request, pk, actions.withdraw, _("The consent is withdrawn. Places ahead were given back, and everyone was told."))


@require_POST
@login_required
def agree_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """After a withdrawal."""
    return act(request, pk, actions.agree_again, _("Thank you. The child can take part again."))


@require_POST
@login_required
def pictures(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Yes or no to pictures alone."""
    form = PicturesForm(request.POST)
    allowed = form.is_valid() and form.cleaned_data["pictures"]
    done = _("Pictures may be shown.") if allowed else _("No pictures are shown from now on.")
    return act(request, pk, guardians.allow_pictures, done, allowed=allowed)


@require_POST
@login_required
def allowance(request: HttpRequest, pk: UUID, purpose: str) -> HttpResponse:
    """Yes (the button “give”) or no to one more use."""
    if purpose not in MORE:
        raise Http404
    allowed = "give" in request.POST
    done = _("Allowed. The child is asked too.") if allowed else _("No longer allowed. It holds from now on.")
    return act(request, pk, guardians.allow, done, purpose=purpose, allowed=allowed)


def act(request: HttpRequest, pk: UUID, action: Any, done: str, **facts: Any) -> HttpResponse:
    """Each acts on the latest row between the reader and the child."""
    guardianship: Guardianship = get_latest(request, pk)
    try:
        action(guardianship, by=request.user, **facts)
    except Refused as refusal:
        return answer_refusal(request, refusal, CHILD, **child_page(request, pk))
    say(request, done)
    return redirect("guardian:child", pk)


def get_latest(request: HttpRequest, pk: UUID) -> Guardianship:
    rows = own_guardianships(request.user).filter(child=pk)
    return get_object_or_404(rows, pk=rows.values("pk")[:1])
