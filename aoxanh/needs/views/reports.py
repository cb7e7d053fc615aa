"""Anyone reports a need, without an account, and reads by a code what became of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aoxanh.kit import limits
from aoxanh.kit.addresses import visitor_ip
from aoxanh.kit.codes import spaced
from aoxanh.kit.codes import typed as typed_code
from aoxanh.kit.dates import today
from aoxanh.kit.pages import CONFLICT, TOO_MANY, UNPROCESSABLE, answer_refusal, render_page
from aoxanh.kit.refusals import Refused
from aoxanh.needs import actions
from aoxanh.needs.forms import ReportForm
from aoxanh.needs.models import Need
from aoxanh.needs.queries import report_by_code
from aoxanh.places.models import Area, Level
from aoxanh.places.queries import province_of

FORM = "needs/report_new.html"
FROM_A_NETWORK, FROM_A_PHONE, HOUR, DAY = 20, 5, 60 * 60, 24 * 60 * 60
WRONG_CODES, WINDOW = 20, 10 * 60
FIELD_OF = {"outside_vietnam": "latitude"}


@never_cache
def new(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return show_form(request, ReportForm(commune=commune_of(request)))
    form = ReportForm(request.POST)
    if not form.is_valid():
        return show_form(request, form, status=UNPROCESSABLE)
    told = form.told
    try:
        limits.limit(f"need reports {visitor_ip(request)}", times=FROM_A_NETWORK, seconds=HOUR)
        limits.limit(f"need reports {told.phone}", times=FROM_A_PHONE, seconds=DAY)
        report = actions.send_report(told, request_id=form.cleaned_data["request_id"])
    except Refused as refusal:
        return refuse(request, form, refusal)
    return redirect("need_reports:state", report.code)


def commune_of(request: HttpRequest) -> Area | None:
    """The commune that the address names."""
    code = request.GET.get("xa", "")
    communes = Area.objects.filter(level=Level.COMMUNE, during__contains=today())
    return communes.select_related("parent").filter(code=code).first() if code.isdigit() else None


def refuse(request: HttpRequest, form: ReportForm, refusal: Refused) -> HttpResponse:
    form.add_error(FIELD_OF.get(refusal.code), str(refusal))
    response = show_form(request, form, status=TOO_MANY if refusal.code == "too_many_tries" else CONFLICT)
    response["X-Refusal"] = refusal.code
    return response


def show_form(request: HttpRequest, form: ReportForm, status: int = 200) -> HttpResponse:
    area = form.chosen
    return render_page(
        request,
        FORM,
        status=status,
        form=form,
        province=province_of(area).code if area else "",
        centre=f"{area.latitude},{area.longitude}" if area else "",
    )


@never_cache
@require_safe
def by_code(request: HttpRequest) -> HttpResponse:
    """The field for the code; typed, it leads to the page."""
    if code := typed_code(request.GET.get("ma", ""))[:40]:
        return redirect("need_reports:state", code)
    return render_page(request, "needs/report_state.html", report=None, code="")


@never_cache
@require_safe
def state(request: HttpRequest, code: str) -> HttpResponse:
    """What became of it: nothing that tells who reported it. A wrong code is counted, a right one is not."""
    bare = typed_code(code)[:40]
    key = f"need codes {visitor_ip(request)}"
    try:
        limits.refuse_spent(key, times=WRONG_CODES, seconds=WINDOW)
    except Refused as refusal:
        return answer_refusal(request, refusal, "needs/report_state.html", report=None, code=spaced(bare))
    found = report_by_code(bare)
    if found is None:
        limits.tries(key, seconds=WINDOW)
        return render_page(request, "needs/report_state.html", status=404, report=None, code=spaced(bare), is_wrong=True)
    is_shown = found.need is not None and found.need.status != Need.Status.CLOSED
    return render_page(request, "needs/report_state.html", report=found, code=spaced(found.code), is_shown=is_shown, title=_("Your report"))
