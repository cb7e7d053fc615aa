"""Checking oneself in: by the code on the notice board, or by the changing code of a screen."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from aoxanh.activities.views.arrivals import kept_key
from aoxanh.attendance import answers
from aoxanh.attendance.actions import ways as actions
from aoxanh.attendance.forms.ways import OneselfForm
from aoxanh.attendance.models import Method, SelfCheckIn
from aoxanh.attendance.queries import ways as queries
from aoxanh.attendance.queries.groups import led_shift
from aoxanh.attendance.screen_codes import ways_of
from aoxanh.kit.limits import limit
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused
from aoxanh.people.consents import current
from aoxanh.people.models import Consent, Person
from aoxanh.people.queries import person_of

PAGE, DEAD = "attendance/oneself.html", "attendance/dead_code.html"
SEEN = "seen_screen"
SEEN_FOR = timedelta(minutes=10)
"""After scanning a screen there is so much time to sign in and press the button."""
PRESSES, HOUR = 60, 3600
GONE = 404

private_position = sensitive_post_parameters("latitude", "longitude", "accuracy")


@never_cache
@private_position
def poster(request: HttpRequest, poster_key: str) -> HttpResponse:
    """What the code on the notice board opens."""
    ways = queries.ways_by(poster_key=poster_key)
    return at_the_place(request, ways, Method.POSTER) if ways else dead(request, _("This code is no longer in use"))


@never_cache
@require_safe
def screen_code(request: HttpRequest, code: str) -> HttpResponse:
    """What the code of a screen opens: this phone has been at the screen, and may press the button for ten minutes."""
    ways = ways_of(code, timezone.now())
    if ways is None:
        return dead(request, _("This code has changed"), _("Scan the code that the screen shows now."))
    request.session[SEEN] = [str(ways.pk), timezone.now().isoformat()]
    return redirect("arrive:here", ways.activity_id)


@never_cache
@private_position
def here(request: HttpRequest, activity_pk: UUID) -> HttpResponse:
    """The button, for a phone that has scanned the screen of this activity."""
    pk, at = request.session.get(SEEN, ["", ""])
    ways = SelfCheckIn.objects.select_related("activity__unit").filter(activity=activity_pk, by_screen=True).first()
    if ways is None or str(ways.pk) != pk or timezone.now() > datetime.fromisoformat(at) + SEEN_FOR:
        return dead(request, _("Scan the screen first"), _("Scan the code that the screen shows now."))
    return at_the_place(request, ways, Method.KIOSK)


def dead(request: HttpRequest, title: str, sentence: str = "") -> HttpResponse:
    sentence = sentence or _("Go to the organiser: they check you in by your pass or your code.")
    return render_page(request, DEAD, status=GONE, title=title, sentence=sentence)


def at_the_place(request: HttpRequest, ways: SelfCheckIn, method: Method) -> HttpResponse:
    if request.method != "POST":
        return render_page(request, PAGE, **page_of(request, ways, method))
    form = OneselfForm(request.POST)
    if not form.is_valid():
        return answer_mistakes(request, PAGE, mistake=True, **page_of(request, ways, method))
    try:
        limit(f"oneself {request.session.session_key or request.META.get('REMOTE_ADDR')}", times=PRESSES, seconds=HOUR)
        press(request, ways, method, form)
    except Refused as refusal:
        return answer_refusal(request, refusal, PAGE, **page_of(request, ways, method))
    return redirect(request.path)


def press(request: HttpRequest, ways: SelfCheckIn, method: Method, form: OneselfForm) -> None:
    """One press of the button. 404 for the place of somebody else."""
    given, now = form.cleaned_data, timezone.now()
    turns = queries.turns_at_hand(request.user, ways.activity, now, kept=kept_key(request))
    signup = next((turn.signup for turn in turns if turn.signup.pk == given["signup"]), None)
    if signup is None:
        raise Http404
    by = request.user if request.user.is_authenticated else None
    facts: dict[str, Any] = {"ways": ways, "method": method, "scan_id": given["scan_id"], "by": by}
    if given["leaves"]:
        leaving = actions.leave_by_oneself(signup, **facts)
        say(request, answers.farewell(leaving, signup).line)
    else:
        holder = phone_of(request, signup.person)
        actions.arrive_by_oneself(signup, position=form.position, holder=holder, **facts)
        say(request, _("You are checked in. Welcome."))


def phone_of(request: HttpRequest, person: Person) -> Person | None:
    """Whose phone it is: the reader's; without an account, that of the guest whose pass it has."""
    return person_of(request.user) if request.user.is_authenticated else person


def page_of(request: HttpRequest, ways: SelfCheckIn, method: Method) -> dict[str, Any]:
    now = timezone.now()
    turns = queries.turns_at_hand(request.user, ways.activity, now, kept=kept_key(request))
    shown = [turn for turn in turns if turn.is_open] or turns[-3:]
    missing = not any(turn.is_open or turn.state == queries.OUT for turn in turns)
    return {
        "ways": ways,
        "activity": ways.activity,
        "turns": [(turn, uuid4()) for turn in shown],
        "shifts": list(queries.shifts_about(ways.activity, now)) if missing else [],
        "asks_place": actions.asks_place(ways, method),
        "consent": current(Consent.Purpose.LOCATION),
        "leads": led_shift(request.user, ways.activity, now),
        "here": request.path,
    }
