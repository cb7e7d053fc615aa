"""A message to many: written, looked at with its exact number, sent once."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from uuid_utils.compat import uuid7

from aoxanh.activities.actions import announcements as actions
from aoxanh.activities.forms.safety import AnnouncementForm
from aoxanh.activities.models import Activity
from aoxanh.activities.policies import manageable_activities
from aoxanh.activities.queries.announcements import AUDIENCES, people_meant, reach, sent_of
from aoxanh.activities.states import state_of
from aoxanh.activities.views.desk import whole
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused

TEMPLATE = "activities/announce.html"


@never_cache
@login_required
def announce(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET writes, POST shows how many it reaches, POST with `gui` sends."""
    activity = get_object_or_404(whole(manageable_activities(request.user)), pk=pk)
    if request.method != "POST":
        first = {"request_id": uuid7(), "audience": request.GET.get("toi", "all"), "shift": request.GET.get("ca")}
        return render_page(request, TEMPLATE, **page_of(activity, AnnouncementForm(initial=first, activity=activity)))
    form = AnnouncementForm(request.POST, activity=activity)
    if not form.is_valid():
        return answer_mistakes(request, TEMPLATE, **page_of(activity, form))
    given = form.cleaned_data
    found = reach(people_meant(activity, given["shift"], given["audience"]))
    sends = found.sent(with_texts=given["with_texts"])
    reached = {"reach": found, "sends": sends, "closing": list(actions.closing(activity, request.user))}
    if "gui" not in request.POST:
        return render_page(request, TEMPLATE, **page_of(activity, form), **(reached if "sua" not in request.POST else {}))
    try:
        made = actions.announce(activity, **given, by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, TEMPLATE, **page_of(activity, form), **reached)
    text = ngettext(
        "Sent to %(count)d person. It leaves within a minute.", "Sent to %(count)d people. It leaves within a minute.", made.people
    )
    say(request, text % {"count": made.people})
    return redirect("safety:announce", activity.pk)


def page_of(activity: Activity, form: AnnouncementForm) -> dict[str, Any]:
    sent = list(sent_of(activity)[:20])
    return {"activity": activity, "state": state_of(activity), "form": form, "sent": [(one, AUDIENCES[one.audience][0]) for one in sent]}
