"""Who I am: the profile, and the corner of the header."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aoxanh.kit.addresses import own_address, safe_next
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused
from aoxanh.people.actions import note_person, update_profile
from aoxanh.people.forms import ProfileForm
from aoxanh.people.queries import person_of

PROFILE = "people/profile.html"


@never_cache
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Asked once, before the first sign-up; changed whenever they like."""
    person, after = person_of(request.user), safe_next(request)
    form = ProfileForm(request.POST or None, person=person)
    context = {"form": form, "person": person, "next": after}
    if request.method != "POST":
        return render_page(request, PROFILE, **context)
    if not form.is_valid():
        return answer_mistakes(request, PROFILE, **context)
    facts = {name: form.cleaned_data[name] for name in ("full_name", "birth_date", "area", "phone", "skills")}
    try:
        if person:
            update_profile(person, **facts, by=request.user)
        else:
            note_person(request.user, **facts, agrees=form.cleaned_data["agrees"], by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, PROFILE, **context)
    if after:
        return redirect(after)
    say(request, _("Your profile is saved."))
    return redirect("people:profile" if person else "desk:my")


@never_cache
@require_safe
def viewer(request: HttpRequest) -> HttpResponse:
    """The corner of a public page that depends on who looks: a way in, or their menu."""
    here = own_address(request, (getattr(request, "htmx", None) and request.htmx.current_url_abs_path) or "")
    return render_page(request, "people/viewer.html", person=person_of(request.user), here=here)
