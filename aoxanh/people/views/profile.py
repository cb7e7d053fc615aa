"""Who I am: the profile, and the corner of the header."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aoxanh.kit.addresses import own_address, safe_next
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.phones import spoken
from aoxanh.kit.refusals import Refused
from aoxanh.people.actions import note_person, update_profile
from aoxanh.people.forms import BasicsForm, ProfileForm
from aoxanh.people.models import Person
from aoxanh.people.policies import own_person
from aoxanh.people.queries import person_of
from aoxanh.people.queries.claims import may_be_noted
from aoxanh.people.queries.overview import overview

FIRST_VISIT, PROFILE = "people/first_visit.html", "people/profile.html"
FACTS = ("full_name", "birth_date", "area", "phone")


@never_cache
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Asked once, before the first sign-up; changed whenever they like."""
    person = own_person(request.user).select_related("area__parent").first()
    return known(request, person) if person else first_visit(request)


def first_visit(request: HttpRequest) -> HttpResponse:
    after, form = safe_next(request), ProfileForm(request.POST or None, initial={"phone": spoken(request.user.phone)})
    context = {"form": form, "next": after}
    if request.method != "POST":
        return render_page(request, FIRST_VISIT, **context)
    if not form.is_valid():
        return answer_mistakes(request, FIRST_VISIT, **context)
    facts = {name: form.cleaned_data[name] for name in (*FACTS, "skills")}
    if "is_new" not in request.POST and may_be_noted(request.user, **facts):
        return answer_mistakes(request, FIRST_VISIT, may_be_noted=True, **context)
    try:
        note_person(request.user, **facts, agrees=form.cleaned_data["agrees"], by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, FIRST_VISIT, **context)
    if after:
        return redirect(after)
    say(request, _("Your profile is saved."))
    return redirect("desk:my")


def known(request: HttpRequest, person: Person) -> HttpResponse:
    after, form = safe_next(request), BasicsForm(request.POST or None, person=person)
    context = {"form": form, "person": person, "next": after}
    if request.method != "POST":
        return render_page(request, PROFILE, overview=overview(person), **context)
    if not form.is_valid():
        return answer_mistakes(request, PROFILE, overview=overview(person), **context)
    facts = {name: form.cleaned_data[name] for name in (*FACTS, "birth_year")}
    try:
        update_profile(person, **facts, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, PROFILE, overview=overview(person), **context)
    say(request, _("Your profile is saved."))
    return redirect(after or "people:profile")


@never_cache
@require_safe
def viewer(request: HttpRequest) -> HttpResponse:
    """The corner of a public page that depends on who looks: a way in, or their menu. Other parts of the page wait for `signed-in`."""
    here = own_address(request, (getattr(request, "htmx", None) and request.htmx.current_url_abs_path) or "")
    response = render_page(request, "people/viewer.html", person=person_of(request.user), here=here)
    if request.user.is_authenticated:
        response["HX-Trigger"] = "signed-in"
    return response
