"""The mailbox of the demo."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from aoxanh.kit.pages import is_htmx, render_page, render_part
from aoxanh.notices.models import DemoMail

SHOWN = 30


@never_cache
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """The newest mails and text messages, those to one address or number with `?den=`."""
    to = request.GET.get("den", "").strip().lower()
    mails = DemoMail.objects.filter(to__contains=as_stored(to)) if to else DemoMail.objects.all()
    shown = list(mails.order_by("-id")[:SHOWN])
    context = {"mails": shown, "to": to, "newest": str(shown[0].pk) if shown else "-"}
    if is_htmx(request) and request.GET.get("moi") == context["newest"]:
        return HttpResponse(status=204)
    if is_htmx(request):
        return render_part(request, "notices/mailbox.html", "mails", **context)
    return render_page(request, "notices/mailbox.html", **context)


def as_stored(typed: str) -> str:
    """Part of an address as it is kept: of a phone number what follows the first 0, without spaces."""
    number = typed.replace(" ", "")
    return number.removeprefix("0") if number.isdigit() else typed
