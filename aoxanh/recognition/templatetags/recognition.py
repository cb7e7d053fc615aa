"""What stands on the paper, said the same way on pages."""

from django.template import Library
from django.utils.translation import gettext as _

from aoxanh.documents.actions import number_text
from aoxanh.documents.wording import length, span
from aoxanh.org.models import Unit
from aoxanh.recognition.batch import KIND
from aoxanh.recognition.models import Certificate

register = Library()


@register.filter
def paper_hours(minutes: int) -> str:
    """ "7 giờ 30 phút", letter by letter as on the paper."""
    return length(minutes)


@register.filter
def paper_days(certificate: Certificate) -> str:
    """ "28/09/2026 – 14/10/2026", as on the paper."""
    return span(certificate.starts_on, certificate.ends_on)


@register.filter
def shown_holder(certificate: Certificate) -> str:
    """The holder as it is printed; only the first letters once their data were erased: "V. T. H."."""
    if certificate.person and certificate.person.erased_at:
        return " ".join(f"{word[0]}." for word in certificate.holder_name.split())
    return certificate.holder_name


@register.simple_tag
def number_range(first: int, count: int, unit: Unit) -> str:
    """The numbers that come next: "13-GCN/ĐTN-VL", or "from 13 to 26-GCN/ĐTN-VL"."""
    last = number_text(first + count - 1, kind=KIND, unit=unit)
    return last if count == 1 else _("%(first)s to %(last)s") % {"first": f"{first:02d}", "last": last}
