"""The steps of the guide: where each stands, what it is called, what its page shows."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aoxanh.activities.models import Activity
from aoxanh.attendance.queries import shifts_of, without_leaving
from aoxanh.kit.pages import render_page
from aoxanh.records import queries
from aoxanh.records.forms import LessonsForm, OutcomeForm, PicturesForm, PublishForm, goods_rows, money_rows
from aoxanh.records.models import Record, RecordPicture
from aoxanh.records.queries.faces import blocked, candidates, day_of
from aoxanh.records.queries.reports import figures_of
from aoxanh.records.queries.waiting import open_doubts

ATTENDANCE, OUTCOME, USES, LESSONS, PICTURES, LOOK = range(1, 7)
LABELS = (_("Attendance"), _("Outcome"), _("What was used"), _("Lessons"), _("Pictures"), _("Look and publish"))
NAMES = ("attendance", "outcome", "uses", "lessons", "pictures", "look")
TEMPLATES = {number: f"records/{name}.html" for number, name in enumerate(NAMES, 1)}


def step_asked(request: HttpRequest, record: Record | None) -> int:
    """The step in the address; without one the first that is not done."""
    asked = request.GET.get("buoc", "")
    if asked in {str(number) for number in TEMPLATES}:
        return int(asked)
    return OUTCOME if record and record.is_declared else ATTENDANCE


def to_step(activity: Activity, step: int) -> HttpResponse:
    return redirect(f"{reverse('records:edit', args=[activity.pk])}?buoc={step}")


def show(request: HttpRequest, activity: Activity, step: int, record: Record | None) -> HttpResponse:
    return render_page(request, TEMPLATES[step], **context_of(request, activity, step, record))


def frame(activity: Activity, step: int, record: Record | None) -> dict[str, Any]:
    """What every step shows around its own part."""
    correcting = record.reopenings.filter(closed_at=None).first() if record and record.published_at else None
    steps = [(number, label, number < step, number == step) for number, label in enumerate(LABELS, 1)]
    return {"activity": activity, "record": record, "step": step, "steps": steps, "correcting": correcting}


def context_of(request: HttpRequest, activity: Activity, step: int, record: Record | None) -> dict[str, Any]:
    """What each step shows; a look needs a draft, so without one it is an empty one that is not kept."""
    return frame(activity, step, record) | PARTS[step](request, activity, record)


def attendance_part(request: HttpRequest, activity: Activity, record: Record | None) -> dict[str, Any]:
    figures = figures_of(record or Record(activity=activity))
    shifts = list(shifts_of(activity))
    return {
        "shifts": shifts,
        "figures": figures,
        "open_turns": without_leaving(activity).count(),
        "doubts": open_doubts(activity).count(),
    }


def outcome_part(request: HttpRequest, activity: Activity, record: Record | None) -> dict[str, Any]:
    return {"form": OutcomeForm(record=record)}


def uses_part(request: HttpRequest, activity: Activity, record: Record | None) -> dict[str, Any]:
    goods = goods_rows(record=record, need_id=activity.need_id)
    prefilled = bool(activity.need_id and goods.initial and not (record and record.goods.exists()))
    return {
        "money": money_rows(record=record),
        "goods": goods,
        "money_public": bool(record and record.money_public),
        "prefilled": prefilled,
    }


def lessons_part(request: HttpRequest, activity: Activity, record: Record | None) -> dict[str, Any]:
    return {"form": LessonsForm(record=record or Record(activity=activity, model=activity.model))}


def pictures_part(request: HttpRequest, activity: Activity, record: Record | None) -> dict[str, Any]:
    return pictures_context(activity, record, PicturesForm(shown=pictures_of(record), came=candidates(activity)))


def pictures_context(activity: Activity, record: Record | None, form: PicturesForm) -> dict[str, Any]:
    return {"form": form, "blocked": blocked(form.shown, day_of(activity)), "came": form.came}


def look_part(request: HttpRequest, activity: Activity, record: Record | None) -> dict[str, Any]:
    assert request.user.is_authenticated
    doubts = open_doubts(activity).count()
    report = queries.preview(record, by=request.user) if record else None
    nobody = not (record and (record.is_declared or record.published_at)) and not figures_of(record or Record(activity=activity)).turns
    blocked_now = blocked(pictures_of(record), day_of(activity))
    return {"report": report, "form": PublishForm(), "nobody": nobody, "doubts": doubts, "blocked": blocked_now}


PARTS = {
    ATTENDANCE: attendance_part,
    OUTCOME: outcome_part,
    USES: uses_part,
    LESSONS: lessons_part,
    PICTURES: pictures_part,
    LOOK: look_part,
}


def pictures_of(record: Record | None) -> list[RecordPicture]:
    if record is None:
        return []
    return list(record.pictures.select_related("picture", "record__activity__unit").prefetch_related("faces"))
