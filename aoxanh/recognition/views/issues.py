"""Issues: the list, how far one is, stopping and going on, what was made; new ones by a rule, and for an organisation."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from aoxanh.access.acting import acting
from aoxanh.kit.dates import today
from aoxanh.kit.pages import answer_mistakes, answer_refusal, render_page, render_part, say
from aoxanh.kit.paging import page
from aoxanh.kit.refusals import Refused
from aoxanh.org.models import Unit
from aoxanh.recognition import actions, archive, choosing, papers, policies
from aoxanh.recognition.forms import ContributionForm, HoursForm
from aoxanh.recognition.forms.templates import KIND_NAMES
from aoxanh.recognition.models import Certificate, Issue, Kind
from aoxanh.recognition.views.desk import sheet_of, sheets

LIST, ONE, HOURS, CONTRIBUTION = (f"recognition/issues/{name}.html" for name in ("list", "one", "hours", "contribution"))
SHOWN, MADE_AT_ONCE = 30, 50


def told(issue: Issue) -> str:
    """For what an issue is: the activity, or the rule."""
    if issue.activity:
        return issue.activity.title
    if issue.kind == Kind.HOURS:
        hours = issue.rule["minutes"] // 60
        text = ngettext("At least %(hours)d hour in %(year)d", "At least %(hours)d hours in %(year)d", hours)
        return text % {"hours": hours, "year": issue.rule["year"]}
    return str(issue.facts.get("activity_title") or KIND_NAMES[Kind(issue.kind)])


def with_problems(issues: QuerySet[Issue]) -> QuerySet[Issue]:
    return issues.annotate(problems=Count("lines", filter=~Q(lines__problem="")))


@never_cache
@login_required
@require_safe
def issues(request: HttpRequest) -> HttpResponse:
    """What was issued, the newest first, and how far each is."""
    found = with_problems(acting(request).narrow(policies.visible_issues(request.user)))
    rows = page(found.select_related("unit", "activity", "by__person"), request, by=("-made_at", "-id"), size=SHOWN)
    may_issue = policies.units_for(request.user, policies.ISSUE).exists()
    return render_page(request, LIST, page=rows, rows=[(issue, told(issue)) for issue in rows], may_issue=may_issue)


@never_cache
@login_required
@require_safe
def one_issue(request: HttpRequest, pk: UUID) -> HttpResponse:
    return show(request, found_issue(request, pk))


def found_issue(request: HttpRequest, pk: UUID) -> Issue:
    issues = policies.visible_issues(request.user).select_related("unit", "activity", "version__template", "by__person")
    return get_object_or_404(issues, pk=pk)


def show(request: HttpRequest, issue: Issue, refusal: Refused | None = None) -> HttpResponse:
    rows = page(issue.certificates.select_related("paper"), request, by=("number",), size=SHOWN)
    context = progress_of(issue) | {
        "page": rows,
        "told": told(issue),
        "kind": KIND_NAMES[Kind(issue.kind)],
        "may_issue": policies.working_issues(request.user).filter(pk=issue.pk).exists(),
        "problems": issue.lines.exclude(problem="").order_by("order")[:200],
        "sheets": sheets(issue.certificates.count()),
    }
    return answer_refusal(request, refusal, ONE, **context) if refusal else render_page(request, ONE, **context)


def progress_of(issue: Issue) -> dict[str, Any]:
    """How many have their number, and how many papers are made."""
    counted = issue.certificates.aggregate(numbered=Count("pk"), made=Count("paper"))
    is_busy = issue.status in choosing.WORKING
    return {"issue": issue, "is_busy": is_busy, **counted, "trouble": trouble(issue)}


def trouble(issue: Issue) -> str:
    """What stopped the issue, and what to do."""
    if issue.status != Issue.Status.STOPPED:
        return ""
    texts = {
        "": _("It was stopped. What is issued stays; go on when you want."),
        "key_expired": _("The unit's key has expired. Enter the new key, then go on."),
        "key_not_yet_valid": _("The unit's key is not valid yet. Wait until it is, or enter another, then go on."),
        "wrong_password": _("The password of the unit's key is wrong. Enter it anew, then go on."),
        "key_unreadable": _("The unit's key cannot be read. Enter it anew, then go on."),
        "no_device": _("The device with the unit's key does not answer. Plug it in, then go on."),
        "no_time_stamp": _("The time-stamp server does not answer. Go on later."),
        "wrong_day": _("Certificates of a later day were issued since. Begin a new issue for those who wait."),
    }
    return texts.get(issue.trouble, _("It stopped by itself. Go on; if it stops again, ask who runs the system."))


@never_cache
@login_required
@require_safe
def progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far it is; once it is over, the page comes anew."""
    issue = found_issue(request, pk)
    response = render_part(request, ONE, "progress", **progress_of(issue))
    if issue.status not in choosing.WORKING:
        response["HX-Refresh"] = "true"
    return response


def changed(request: HttpRequest, pk: UUID, act: Callable[..., Issue]) -> HttpResponse:
    issue = get_object_or_404(policies.working_issues(request.user), pk=pk)
    try:
        act(issue, by=request.user)
    except Refused as refusal:
        return show(request, found_issue(request, pk), refusal)
    return redirect("recognition:one_issue", pk)


@login_required
@require_POST
def stop(request: HttpRequest, pk: UUID) -> HttpResponse:
    return changed(request, pk, actions.stop)


@login_required
@require_POST
def resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    return changed(request, pk, actions.resume)


@login_required
@require_safe
def zipped(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """All papers of the issue; a few that lack are made first, for more one waits."""
    issue = found_issue(request, pk)
    try:
        make_lacking(issue)
    except Refused as refusal:
        return show(request, issue, refusal)
    body = archive.archive(issue.certificates.all())
    name = f"giay-chung-nhan-{issue.issued_on:%Y-%m-%d}-{issue.total}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return StreamingHttpResponse(body, content_type="application/zip", headers=headers)


def make_lacking(issue: Issue) -> None:
    """Refused: `papers_lacking`, and where the unit's key cannot sign."""
    lacking = papers.with_all(issue.certificates.filter(paper=None)).order_by("number")
    some = list(lacking[: MADE_AT_ONCE + 1])
    if len(some) > MADE_AT_ONCE:
        raise Refused("papers_lacking", _("Not all papers are made yet. Wait until the issue is done, then take the ZIP."))
    papers.make_papers(some)


@login_required
@require_safe
def printed(request: HttpRequest, pk: UUID, part: int) -> HttpResponse:
    """The issue's certificates in files of a hundred, by number."""
    issue = found_issue(request, pk)
    return sheet_of(papers.with_all(issue.certificates.order_by("number")), part, name=f"giay-chung-nhan-{issue.issued_on:%Y-%m-%d}")


def chosen_unit(request: HttpRequest) -> tuple[Unit, list[Unit]]:
    """The unit in the address, else the one acted for; and those to choose from."""
    units = policies.units_for(request.user, policies.ISSUE).select_related("area")
    asked = request.POST.get("unit") or request.GET.get("unit") or ""
    found = next((unit for unit in units if str(unit.pk) == asked), None) or acting(request).first_choice(units)
    if found is None:
        raise PermissionDenied
    return found, list(units[:SHOWN])


@never_cache
@login_required
def hours_new(request: HttpRequest) -> HttpResponse:
    """Everyone who reached hours in a year: how many they are, then the button."""
    unit, units = chosen_unit(request)
    context = {"unit": unit, "units": units}
    if request.method != "POST":
        asked = HoursForm(request.GET, unit=unit) if "hours" in request.GET else None
        if asked and request.headers.get("HX-Target") == "reached":
            return render_part(request, HOURS, "reached", **reached(unit, asked))
        return render_page(request, HOURS, form=asked or HoursForm(unit=unit), **context, **(reached(unit, asked) if asked else {}))
    form = HoursForm(request.POST, unit=unit)
    if not form.is_valid():
        return answer_mistakes(request, HOURS, form=form, **context)
    try:
        issue = actions.begin_hours(unit, **form.rule(), **form.facts(), by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, HOURS, form=form, **context)
    return redirect("recognition:one_issue", issue.pk)


def reached(unit: Unit, form: HoursForm) -> dict[str, Any]:
    """How many the rule finds, the first of them, and the unit."""
    if not form.is_valid():
        return {"found": None}
    rule = form.rule()
    who = choosing.who_reached(unit, **rule, on=today())
    some = who.order_by("-sum").values_list("person__full_name", "sum")[:10]
    return {"found": who.count(), "some": list(some), "rule": rule}


@never_cache
@login_required
def contribution_new(request: HttpRequest) -> HttpResponse:
    """What an organisation contributed."""
    unit, units = chosen_unit(request)
    context = {"unit": unit, "units": units}
    if request.method != "POST":
        return render_page(request, CONTRIBUTION, form=ContributionForm(unit=unit), **context)
    form = ContributionForm(request.POST, unit=unit)
    if not form.is_valid():
        return answer_mistakes(request, CONTRIBUTION, form=form, **context)
    try:
        issue = actions.begin_contribution(unit, **form.contribution(), **form.facts(), by=request.user)
    except Refused as refusal:
        return answer_refusal(request, refusal, CONTRIBUTION, form=form, **context)
    certificate: Certificate = issue.certificates.get()
    say(request, _("Issued certificate %(number)s") % {"number": certificate.number_text})
    return redirect("recognition:one_issue", issue.pk)
