"""Pictures of a record: adding them, saying what they show and who is in them, blurring faces, asking for consent."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from aoxanh.activities.models import Activity
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, say
from aoxanh.kit.refusals import Refused
from aoxanh.media.blurring import COLUMNS, ROWS
from aoxanh.records import actions, policies, queries
from aoxanh.records.forms import BlurForm, PicturesForm
from aoxanh.records.models import RecordPicture
from aoxanh.records.queries.faces import candidates
from aoxanh.records.views.steps import LOOK, PICTURES, TEMPLATES, frame, pictures_context, pictures_of, to_step

MOVES = {"up": -1, "down": 1}
BLUR = "records/blur.html"


@login_required
@require_POST
def pictures(request: HttpRequest, activity_pk: UUID) -> HttpResponse:
    """Keeps all that was said, adds what was uploaded, then does what the button says: next, save, up, down, remove or ask.

    A file that is refused keeps no other from being taken: the page comes again and says what is wrong with it.
    """
    activity = get_object_or_404(policies.recordable_activities(request.user).select_related("unit", "need"), pk=activity_pk)
    record = queries.draft_of(activity)
    shown, came = pictures_of(record), candidates(activity)
    verb, _space, which = request.POST.get("do", "save").partition(" ")
    form = PicturesForm(request.POST, request.FILES, shown=shown, came=came, is_last_look=verb == "next")
    if not form.is_valid():
        return answer_mistakes(
            request, TEMPLATES[PICTURES], **frame(activity, PICTURES, record), **pictures_context(activity, record, form)
        )
    try:
        keep(form, activity, request)
        change(shown, verb, which, request)
    except Refused as refusal:
        context = frame(activity, PICTURES, record) | pictures_context(activity, record, form)
        return answer_refusal(request, refusal, TEMPLATES[PICTURES], **context)
    if form.refused:
        return with_refused(request, activity, form.refused)
    return to_step(activity, LOOK if verb == "next" and not form.cleaned_data["pictures"] else PICTURES)


def with_refused(request: HttpRequest, activity: Activity, refused: list[str]) -> HttpResponse:
    """The page as it is now, with what was not taken."""
    record = queries.draft_of(activity)
    form = PicturesForm(shown=pictures_of(record), came=candidates(activity))
    context = frame(activity, PICTURES, record) | pictures_context(activity, record, form) | {"refused": refused}
    return answer_mistakes(request, TEMPLATES[PICTURES], **context)


def keep(form: PicturesForm, activity: Activity, request: HttpRequest) -> None:
    for one, said in form.described():
        actions.describe_picture(one, **said, by=request.user)
    for file in form.cleaned_data["pictures"]:
        actions.add_picture(activity, file=file, by=request.user)


def change(shown: list[RecordPicture], verb: str, which: str, request: HttpRequest) -> None:
    """Do something to one picture; one that somebody else removed meanwhile is left alone."""
    one = next((picture for picture in shown if str(picture.pk) == which), None)
    if one and verb == "remove":
        actions.remove_picture(one, by=request.user)
    if one and verb in MOVES:
        actions.move_picture(one, steps=MOVES[verb], by=request.user)
    if one and verb == "ask":
        number = actions.ask_about(one, by=request.user)
        say(request, ngettext("%(count)d person was asked.", "%(count)d people were asked.", number) % {"count": number})


@login_required
def blur(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A grid over the picture: the squares that are ticked go coarse."""
    mine = RecordPicture.objects.filter(record__in=policies.writable_records(request.user))
    shown = get_object_or_404(mine.select_related("picture", "record__activity__unit"), pk=pk)
    activity = shown.record.activity
    context = {"shown": shown, "activity": activity, "columns": range(COLUMNS), "rows": range(ROWS)}
    if request.method != "POST":
        return render_page(request, BLUR, form=BlurForm(), **context)
    form = BlurForm(request.POST)
    if not form.is_valid():
        return answer_mistakes(request, BLUR, form=form, **context)
    try:
        actions.blur_picture(shown, squares=form.chosen(), by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, BLUR, form=form, **context)
    say(request, _("Blurred. Look once more whether anybody can be recognised."))
    return to_step(activity, PICTURES)
