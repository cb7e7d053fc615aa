"""Places in roles whose holder no longer has what the role asks for: shown to the organiser and to them, never taken away silently."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from aoxanh.activities.models import Activity, Signup
from aoxanh.kit.dates import today
from aoxanh.people.models import PersonSkill


def misfits() -> QuerySet[Signup]:
    """Confirmed places ahead in open activities whose skill was withdrawn, lowered, or is no longer proved."""
    has = PersonSkill.objects.filter(person=OuterRef("person"), skill=OuterRef("role__skill"), degree__gte=OuterRef("role__degree"))
    proved = has.filter(Q(valid_until=None) | Q(valid_until__gte=today()), proved_at__isnull=False)
    ahead = Signup.objects.filter(
        status=Signup.Status.CONFIRMED,
        role__skill__isnull=False,
        shift__starts_at__gt=timezone.now(),
        shift__activity__status=Activity.Status.OPEN,
    )
    lacking = ~Exists(has) | Q(~Exists(proved), role__must_be_proved=True)
    rows = ahead.filter(lacking).select_related("person__user", "role__skill", "shift__activity__unit", "shift__activity__created_by")
    return rows.order_by(F("shift__starts_at"), "id")


def misfits_in(activity: Activity) -> list[Signup]:
    return list(misfits().filter(shift__activity=activity)[:100])


def is_misfit(signup: Signup) -> bool:
    """Whether the place asks for something that its holder lacks now; nothing is asked where the role wants no skill."""
    return signup.role_id is not None and misfits().filter(pk=signup.pk).exists()
