"""What the pages around taking a place share: who comes, for which shift, with which form, and how a refusal is answered."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from uuid_utils.compat import uuid7

from aoxanh.activities.models import Activity, Shift, ShiftRole, Signup
from aoxanh.activities.ways import ways_of
from aoxanh.kit.pages import answer_refusal
from aoxanh.kit.refusals import Refused
from aoxanh.people.models import Person
from aoxanh.people.queries import person_of
from aoxanh.people.queries.guardians import children_of


class Sent(forms.Form):
    """The id that the page gave the form, so that sending it twice takes one place."""

    request_id = forms.UUIDField()

    @classmethod
    def id_in(cls, request: HttpRequest) -> UUID:
        """The form's id; a new one where none came."""
        sent = cls(request.POST)
        return sent.cleaned_data["request_id"] if sent.is_valid() else uuid7()


def public_shift(request: HttpRequest, pk: UUID) -> Shift:
    """A shift that everyone may see; a form that is sent needs less of it than a page."""
    public = Shift.objects.filter(activity__status__in=Activity.PUBLIC)
    is_sent = request.method == "POST"
    shown = public.select_related("activity") if is_sent else public.select_related("activity__unit", "activity__area__parent")
    return get_object_or_404(shown, pk=pk)


def who_comes(request: HttpRequest) -> Person | None:
    """The reader, or with `cho` a child of theirs; a guardian without a profile signs up the first child. 404 for the child of others."""
    if chosen := request.POST.get("cho") or request.GET.get("cho"):
        return get_object_or_404(children_of(request.user), pk=as_uuid(chosen))
    return person_of(request.user) or children_of(request.user).first()


def person_or_profile(request: HttpRequest) -> Person | HttpResponse:
    """Who comes; without a person yet, or without a birth date, the profile is asked first."""
    person = who_comes(request)
    if not person or (person.user_id == request.user.pk and not person.birth_date):
        return redirect(f"{reverse('people:profile')}?{urlencode({'next': request.path})}")
    return person


def as_uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def role_in(request: HttpRequest, shift: Shift) -> ShiftRole | None:
    """The role that the form names; 404 for one of another shift."""
    chosen = request.POST.get("vai-tro", "")
    if chosen in ("", NO_ROLE):
        return None
    return get_object_or_404(ShiftRole.objects.select_related("skill"), pk=as_uuid(chosen), shift=shift)


NO_ROLE = "khong"
"""What the form says for "without a role"."""


def confirmed_in(shift: Shift, person: Person) -> Signup | None:
    """The place in the shift that this person already has."""
    return Signup.objects.filter(person=person, shift=shift, status=Signup.Status.CONFIRMED).first()


def refuse(request: HttpRequest, reason: Refused, shift: Shift, person: Person | None = None, **more: Any) -> HttpResponse:
    """A small page that says why not, and the ways on: in a rush most people get this one."""
    cho = person.pk if person and person.user_id != request.user.pk else None
    context = {"activity": shift.activity, "shift": shift, "ways": ways_of(reason), "request_id": uuid7(), "cho": cho, **more}
    return answer_refusal(request, reason, "activities/refused.html", **context)


def key_in(request: HttpRequest) -> str:
    """The key of the link that opens a page without an account."""
    return request.POST.get("khoa") or request.GET.get("khoa") or ""


def with_key(name: str, pk: UUID, key: str) -> str:
    return f"{reverse(name, args=[pk])}?{urlencode({'khoa': key})}" if key else reverse(name, args=[pk])


def login_or_key[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """For who is signed in, or holds a link with a key; everyone else signs in first."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request: HttpRequest = args[0]  # type: ignore[assignment]
        return view(*args, **kwargs) if request.user.is_authenticated or key_in(request) else redirect_to_login(request.get_full_path())

    return guarded


PASS_OPENED = "pass_opened"  # noqa: S105 # A key of the session.


def remember_key(request: HttpRequest, pk: UUID) -> None:
    """Keep in this phone's session that it opened a pass by its link: a code on the notice board knows then whose it is."""
    if key := key_in(request):
        request.session[PASS_OPENED] = [str(pk), key]


def kept_key(request: HttpRequest) -> tuple[UUID, str] | None:
    """The pass that this phone last opened by a link, with its key."""
    pk, key = request.session.get(PASS_OPENED, ("", ""))
    return (UUID(pk), key) if key else None
