"""Forms of certificates: the list, one with its versions, writing, looking at it, approval."""

from base64 import b64encode
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from aoxanh.access.acting import acting
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, render_part, say
from aoxanh.kit.refusals import Refused
from aoxanh.recognition import actions, papers, policies, specimen
from aoxanh.recognition.fields import fields_of
from aoxanh.recognition.forms import NewTemplateForm, VersionForm, WhyForm
from aoxanh.recognition.forms.templates import KIND_NAMES
from aoxanh.recognition.models import Kind, Template, Version
from aoxanh.recognition.queries import forms_in_use
from aoxanh.recognition.views.desk import file

LIST, NEW, ONE, WRITE = (f"recognition/templates/{name}.html" for name in ("list", "new", "one", "write"))


@never_cache
@login_required
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """The forms of the reader's units and of those above, those that wait for approval first."""
    if not policies.units_for(request.user, policies.READ, policies.ISSUE, policies.WRITE, policies.APPROVE).exists():
        raise PermissionDenied
    found = forms_in_use(policies.visible_templates(request.user))
    approvable = set(policies.approvable_templates(request.user).values_list("pk", flat=True))
    rows = [(one, KIND_NAMES[Kind(one.kind)]) for one in found]
    undecided = [row for row in rows if row[0].open_status == Version.Status.SUBMITTED and row[0].pk in approvable]
    rest = [row for row in rows if row not in undecided]
    may_write = policies.units_for(request.user, policies.WRITE).exists()
    return render_page(request, LIST, undecided=undecided, rows=rest, may_write=may_write)


@never_cache
@login_required
def template_new(request: HttpRequest) -> HttpResponse:
    units = policies.units_for(request.user, policies.WRITE)
    if not units.exists():
        raise PermissionDenied
    if request.method != "POST":
        return render_page(request, NEW, form=NewTemplateForm(units=units, initial={"unit": acting(request).first_choice(units)}))
    form = NewTemplateForm(request.POST, units=units)
    if not form.is_valid():
        return answer_mistakes(request, NEW, form=form)
    given = form.cleaned_data
    try:
        template = actions.make_template(given["unit"], kind=given["kind"], name=given["name"], by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, NEW, form=form)
    return redirect("recognition:template_write", template.pk)


def found_template(request: HttpRequest, pk: UUID) -> Template:
    return get_object_or_404(policies.visible_templates(request.user).select_related("unit"), pk=pk)


@never_cache
@login_required
@require_safe
def template(request: HttpRequest, pk: UUID) -> HttpResponse:
    return show(request, found_template(request, pk))


def show(request: HttpRequest, template: Template, refusal: Refused | None = None, why: WhyForm | None = None) -> HttpResponse:
    versions = list(template.versions.select_related("by__person", "decided_by__person", "submitted_by__person").order_by("-number"))
    user = request.user
    context = {
        "paper_form": template,
        "kind": KIND_NAMES[Kind(template.kind)],
        "versions": versions,
        "newest": versions[0],
        "approved": next((one for one in versions if one.status == Version.Status.APPROVED), None),
        "may_write": policies.writable_templates(user).filter(pk=template.pk).exists(),
        "may_approve": policies.approvable_templates(user).filter(pk=template.pk).exists(),
        "is_own": user.pk in (versions[0].by_id, versions[0].submitted_by_id),
        "why": why or WhyForm(),
    }
    if refusal:
        return answer_refusal(request, refusal, ONE, **context)
    return answer_mistakes(request, ONE, **context) if why else render_page(request, ONE, **context)


def open_version(request: HttpRequest, pk: UUID) -> Version:
    """The version at work of a form that the reader may write; the newest where none is."""
    template = get_object_or_404(policies.writable_templates(request.user), pk=pk)
    return template.versions.select_related("template__unit__area").order_by("-number")[0]


@never_cache
@login_required
def write(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The text and the look, and beside it how it comes out with the longest real name."""
    version = open_version(request, pk)
    if version.status not in actions.templates.OPEN:
        return redirect("recognition:template", pk)
    if request.method != "POST":
        return render_page(request, WRITE, **writing(version, VersionForm(instance=version)))
    form = VersionForm(request.POST, request.FILES, instance=version)
    if not form.is_valid():
        return answer_mistakes(request, WRITE, **writing(version, form))
    try:
        version = actions.write_version(version, facts=form.facts(), pictures=form.pictures(), by=request.user)
        if "submit" in request.POST:
            actions.submit_version(version, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, WRITE, **writing(version, form))
    say(request, _("Submitted. Who may sign is to approve it.") if "submit" in request.POST else _("Saved."))
    return redirect("recognition:template", pk)


def writing(version: Version, form: VersionForm) -> dict[str, Any]:
    return {
        "form": form,
        "version": version,
        "paper_form": version.template,
        "fields": fields_of(version.template.kind),
        "longest": specimen.longest_name(version.template.unit),
    }


@login_required
@require_POST
def look(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How what is typed comes out, not saved; a mistake in its place."""
    version = open_version(request, pk)
    kept = {name: getattr(version, f"{name}_id") for name in ("logo", "second_logo", "background")}
    form = VersionForm(request.POST, instance=version)
    if not form.is_valid():
        mistakes = [(form[name].label, error) for name, errors in form.errors.items() for error in errors]
        return render_part(request, WRITE, "look", mistakes=mistakes)
    for name, value in form.facts().items():
        setattr(version, name, value)
    for name, value in kept.items():
        setattr(version, f"{name}_id", None if name in form.cleaned_data.get("without", []) else value)
    name = specimen.longest_name(version.template.unit)
    try:
        picture = b64encode(papers.preview(specimen.specimen(version, name=name))).decode()
    except Refused as refusal:
        return render_part(request, WRITE, "look", mistakes=[(_("Text"), refusal.message)])
    return render_part(request, WRITE, "look", picture=picture, longest=name, version=version)


@login_required
@require_safe
def version_file(request: HttpRequest, pk: UUID, number: int, form: str) -> HttpResponse:
    """A version with the longest real name, as a picture or a PDF."""
    template = found_template(request, pk)
    found = get_object_or_404(template.versions.select_related("template__unit__area", "logo", "second_logo"), number=number)
    draft = specimen.specimen(found, name=specimen.longest_name(template.unit))
    try:
        if form == "png":
            return file(papers.preview(draft), "image/png")
        return file(papers.preview_pdf(draft, at=timezone.now()), "application/pdf", name=f"mau-chung-nhan-{number}.pdf")
    except Refused as refusal:
        return answer_refusal(request, refusal)


def done(request: HttpRequest, template: Template, act: Callable[[], Any], text: str) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        return show(request, found_template(request, template.pk), refusal)
    say(request, text)
    return redirect("recognition:template", template.pk)


@login_required
@require_POST
def submit(request: HttpRequest, pk: UUID) -> HttpResponse:
    version = open_version(request, pk)
    text = _("Submitted. Who may sign is to approve it.")
    return done(request, version.template, lambda: actions.submit_version(version, by=request.user), text)


def decidable(request: HttpRequest, pk: UUID) -> Version:
    template = get_object_or_404(policies.approvable_templates(request.user), pk=pk)
    return template.versions.select_related("template").order_by("-number")[0]


@login_required
@require_POST
def approve(request: HttpRequest, pk: UUID) -> HttpResponse:
    version = decidable(request, pk)
    text = _("Approved. Certificates may be issued with it now.")
    return done(request, version.template, lambda: actions.approve_version(version, by=request.user), text)


@login_required
@require_POST
def give_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    version, form = decidable(request, pk), WhyForm(request.POST)
    if not form.is_valid():
        return show(request, found_template(request, pk), why=form)
    why = form.cleaned_data["why"]
    return done(request, version.template, lambda: actions.return_version(version, why=why, by=request.user), _("Returned."))


@login_required
@require_POST
def new_version(request: HttpRequest, pk: UUID) -> HttpResponse:
    template = get_object_or_404(policies.writable_templates(request.user), pk=pk)
    try:
        actions.next_version(template, by=request.user)
    except Refused as refusal:
        return show(request, found_template(request, pk), refusal)
    return redirect("recognition:template_write", pk)


@login_required
@require_POST
def retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    template = get_object_or_404(policies.writable_templates(request.user), pk=pk)
    return done(request, template, lambda: actions.retire(template, by=request.user), _("Retired. Nothing more is issued with it."))
