"""People at the desk: the list, one person, somebody new from a paper."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from uuid_utils.compat import uuid7

from aoxanh.access.acting import acting
from aoxanh.access.queries import permissions, permitted_ids
from aoxanh.kit.dates import today
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.paging import Page, page
from aoxanh.kit.refusals import Refused
from aoxanh.org.queries import subtree_ids
from aoxanh.people import policies
from aoxanh.people.actions import change_facts, enter_person, keep_person, read_sensitive
from aoxanh.people.forms.desk import EnterForm, FilterForm, PersonForm
from aoxanh.people.models import Person
from aoxanh.people.queries import filtered, row_parts
from aoxanh.people.queries.lists import belonging, belonging_ids, same_person
from aoxanh.people.queries.record import record_of
from aoxanh.people.queries.twins import living
from aoxanh.people.search import find_people

PAGE, FOUND = 40, 40
LIST, DETAIL, NEW, EDIT = "people/desk/list.html", "people/desk/detail.html", "people/desk/new.html", "people/desk/edit.html"


def people_in_sight(request: HttpRequest, *, searched: bool) -> QuerySet[Person]:
    """The people whom the reader may see, of the unit acted for where there is a choice: asked for as a set, or one by one in a search."""
    work, on = acting(request), today()
    people = (policies.visible_people if searched else policies.listed_people)(request.user, on)
    if len(work.units) < 2 or not work.unit:
        return people
    units = subtree_ids([work.unit.pk], on=on)
    return people.filter(belonging(units, on) if searched else Q(pk__in=belonging_ids(units, on)))


@never_cache
@login_required
@require_safe
def people_list(request: HttpRequest) -> HttpResponse:
    on, units = today(), policies.readable_units(request.user)
    if not units.exists():
        raise PermissionDenied
    form = FilterForm(request.GET, units=units)
    text = request.GET.get("q", "").strip()[:80]
    people = filtered(people_in_sight(request, searched=bool(text)), form.filters(), on=on).select_related("area__parent")
    context: dict[str, Any] = {"form": form, "text": text, "on": on, "may_enter": policies.joinable_units(request.user).exists()}
    context["may_merge"] = policies.DUPLICATES in permissions(request.user, on=on)
    if text:
        found = find_people(text, people, units=permitted_ids(request.user, policies.READ, on=on, former=False), most=FOUND)
        prefetch_related_objects(found.people, "area__parent", *row_parts(on))
        return render_page(request, LIST, page=Page(found.people), found=found, total=len(found.people), **context)
    rows = page(people.prefetch_related(*row_parts(on)), request, by=("sort_key", "id"), size=PAGE)
    return render_page(request, LIST, page=rows, total=people.count(), **context)


@never_cache
@login_required
@require_safe
def detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = policies.visible_people(request.user, today()).select_related("area__parent", "user").filter(pk=pk).first()
    if not person:
        gone = get_object_or_404(policies.readable_trail(request.user), pk=pk)
        return redirect("persons:detail", living(gone).pk)
    return show_person(request, person)


def show_person(request: HttpRequest, person: Person, **context: Any) -> HttpResponse:
    return render_page(request, DETAIL, **person_context(request, person), **context)


def person_context(request: HttpRequest, person: Person) -> dict[str, Any]:
    on = today()
    return {
        "person": person,
        "record": record_of(person, on),
        "on": on,
        "may_manage": policies.manageable_people(request.user, on).filter(pk=person.pk).exists(),
        "own_units": set(policies.joinable_units(request.user).filter(memberships__person=person).values_list("pk", flat=True)),
        "may_note_requests": policies.people_who_ask(request.user, on).filter(pk=person.pk).exists(),
        "may_read_sensitive": policies.people_read_sensitively(request.user, on).filter(pk=person.pk).exists(),
    }


@never_cache
@login_required
@require_POST
def sensitive(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Shown once, for this reading; the page cannot be opened again without another line in the audit."""
    people = policies.people_read_sensitively(request.user, today())
    person = get_object_or_404(people.select_related("area__parent", "user"), pk=pk)
    facts = read_sensitive(person, by=request.user, why=request.POST.get("why", "").strip()[:200] or "desk")
    return show_person(request, person, sensitive=facts, was_read=True)


@never_cache
@login_required
def new(request: HttpRequest) -> HttpResponse:
    units = policies.joinable_units(request.user)
    if not units.exists():
        raise PermissionDenied
    first = acting(request).first_choice(units)
    form = EnterForm(request.POST if request.method == "POST" else None, units=units, first=first, request_id=uuid7())
    if request.method != "POST":
        return render_page(request, NEW, form=form)
    if not form.is_valid():
        return answer_mistakes(request, NEW, form=form)
    given, facts = form.cleaned_data, form.facts()
    alike = [] if given["somebody_else"] else alike_in_sight(request, facts, given["request_id"])
    if alike:
        form.fields["somebody_else"].widget.attrs["autofocus"] = True
        return answer_mistakes(request, NEW, form=form, alike=alike)
    try:
        person = enter_person(
            unit=given["unit"],
            kind=given["kind"],
            since=given["since"],
            agreed_on_paper=given["agreed"],
            request_id=given["request_id"],
            by=request.user,
            **facts,
        )
    except Refused as refusal:
        return answer_refusal(request, refusal, NEW, form=form)
    say(request, _("%(name)s is written down.") % {"name": person.full_name})
    return redirect("persons:detail", person.pk)


def alike_in_sight(request: HttpRequest, facts: dict[str, Any], request_id: UUID) -> list[Person]:
    """People of my units who may be the same; nobody learns of others in this way."""
    people = policies.visible_people(request.user, today()).exclude(pk=request_id)
    return list(people.filter(same_person(**{name: facts[name] for name in ("full_name", "birth_date", "phone", "email")}))[:5])


@never_cache
@login_required
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = get_object_or_404(policies.manageable_people(request.user, today()).select_related("area__parent"), pk=pk)
    form = PersonForm(request.POST if request.method == "POST" else None, person=person)
    if request.method != "POST":
        return render_page(request, EDIT, form=form, person=person)
    if not form.is_valid():
        return answer_mistakes(request, EDIT, form=form, person=person)
    try:
        change_facts(person, by=request.user, **form.facts())
    except Refused as refusal:
        return answer_refusal(request, refusal, EDIT, form=form, person=person)
    say(request, _("Saved."))
    return redirect("persons:detail", person.pk)


@login_required
@require_POST
def keep(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = get_object_or_404(policies.manageable_people(request.user, today()), pk=pk)
    keep_person(person, by=request.user)
    say(request, _("%(name)s stays.") % {"name": person.full_name})
    return redirect("persons:detail", person.pk)
