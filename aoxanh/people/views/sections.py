"""The parts of the profile that one can fill later, each with its own save."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused
from aoxanh.people.actions import change_facts, note_availability, note_sensitive, note_skills, read_sensitive
from aoxanh.people.actions.portraits import set_portrait
from aoxanh.people.consents import ASKED
from aoxanh.people.forms import AvailabilityForm, ContactForm, SensitiveForm, SkillsForm
from aoxanh.people.forms.portraits import PortraitForm
from aoxanh.people.models import Consent, Person
from aoxanh.people.queries import agrees
from aoxanh.people.queries.portraits import portrait_url
from aoxanh.people.views.own import with_person


def section(request: HttpRequest, template: str, form: Any, save: Callable[[], object], **context: Any) -> HttpResponse:
    """A page with one form: shown, sent back with its mistakes, or saved on the way back to the profile."""
    context["form"] = form
    if request.method != "POST":
        return render_page(request, template, **context)
    if not form.is_valid():
        return answer_mistakes(request, template, **context)
    try:
        save()
    except Refused as refusal:
        return answer_refusal(request, refusal, template, **context)
    say(request, _("Your profile is saved."))
    return redirect("people:profile")


@with_person
def skills(request: HttpRequest, person: Person) -> HttpResponse:
    form = SkillsForm(request.POST if request.method == "POST" else None, person=person)
    return section(request, "people/skills.html", form, lambda: note_skills(person, skills=form.claims(), by=request.user))


@with_person
def availability(request: HttpRequest, person: Person) -> HttpResponse:
    form = AvailabilityForm(request.POST if request.method == "POST" else None, person=person)

    def save() -> None:
        note_availability(person, parts=form.cleaned_data["parts"], transport=form.cleaned_data["transport"], by=request.user)

    return section(request, "people/availability.html", form, save)


@with_person
def contact(request: HttpRequest, person: Person) -> HttpResponse:
    form = ContactForm(request.POST if request.method == "POST" else None, person=person)
    return section(request, "people/contact.html", form, lambda: change_facts(person, by=request.user, **form.cleaned_data))


@with_person
def sensitive(request: HttpRequest, person: Person) -> HttpResponse:
    """Opening the page reads the facts, and that is noted even of oneself."""
    facts = read_sensitive(person, by=request.user, why="own") if request.method == "GET" else []
    form = SensitiveForm(request.POST if request.method == "POST" else None, facts=facts)

    def save() -> None:
        note_sensitive(person, facts=form.facts(), agrees=form.cleaned_data["agrees"], by=request.user)

    asked = ASKED[Consent.Purpose.SENSITIVE]
    return section(
        request, "people/sensitive.html", form, save, asked=asked, agreed=agrees(person, Consent.Purpose.SENSITIVE), has_facts=bool(facts)
    )


@with_person
def portrait(request: HttpRequest, person: Person) -> HttpResponse:
    """The photo that who takes attendance may see."""
    form = PortraitForm(request.POST, request.FILES) if request.method == "POST" else PortraitForm()
    agreed = agrees(person, Consent.Purpose.PORTRAIT)

    def save() -> None:
        given = form.cleaned_data
        set_portrait(person, picture=given["picture"], agrees=given["agrees"], by=request.user)  # type: ignore[arg-type]

    context = {"agreed": agreed, "asked": ASKED[Consent.Purpose.PORTRAIT], "picture": portrait_url(person, 320)}
    return section(request, "people/portrait.html", form, save, **context)
