"""Who sees and uses the figures of a plan from the desk. Figures themselves are public."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from aoxanh.access.queries import permissions, permitted_ids
from aoxanh.accounts.models import User
from aoxanh.kit.dates import holds, today
from aoxanh.planning.models import Plan
from aoxanh.planning.queries import plans


def readable_plans(user: User | AnonymousUser) -> QuerySet[Plan]:
    """Plans that an officer of any unit may read at the desk."""
    return plans() if "indicators.read" in permissions(user, on=today()) else Plan.objects.none()


def may_remind(user: User | AnonymousUser, plan: Plan) -> bool:
    """Whether the user coordinates for the unit that carries the plan today."""
    coordinated = permitted_ids(user, "activities.approve", on=today())
    return plan.carriers.filter(holds(today()), unit__in=coordinated).exists()
