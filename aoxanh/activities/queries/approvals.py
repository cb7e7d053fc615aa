"""Who must agree to an activity, how many of them, and for whom one waits."""

from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from aoxanh.access.models import Grant, Scope
from aoxanh.access.queries import permitted_ids
from aoxanh.access.roles import roles_with
from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, ActivityQuerySet, ApprovalRule, Step
from aoxanh.kit.dates import holds, today
from aoxanh.org.models import Unit
from aoxanh.org.queries import ancestors, line_up

Status = Activity.Status
Case = ApprovalRule.Case
APPROVE = "activities.approve"

NOBODY_ABOVE = """
WITH RECURSIVE own AS (
    SELECT unit_id FROM access_grant WHERE user_id = %s AND role = ANY(%s) AND during @> %s::date
), up(start, id) AS (
    SELECT unit_id, unit_id FROM own
    UNION
    SELECT up.start, p.parent_id FROM org_parentage p JOIN up ON p.child_id = up.id WHERE p.during @> %s::date
) SELECT own.unit_id FROM own WHERE NOT EXISTS (
    SELECT 1 FROM up JOIN access_grant g ON g.unit_id = up.id AND up.start = own.unit_id AND up.id <> own.unit_id
    WHERE g.role = ANY(%s) AND g.scope = 'subtree' AND g.during @> %s::date
)"""
"""Of the units for which a user decides those above which nobody does."""


def levels_for(activity: Activity) -> int:
    """How many levels must agree: what the rules of the nearest unit up the tree ask that has one for this activity; else the setting."""
    on = today()
    line = line_up(activity.unit, on=on)
    found: dict[UUID, int] = {}
    for rule in ApprovalRule.objects.filter(unit__in=line, kind__in=("", activity.kind)):
        if case_holds(rule, activity):
            found[rule.unit_id] = max(found.get(rule.unit_id, 0), rule.levels)
    return next((found[pk] for pk in line if pk in found), settings.APPROVAL_LEVELS)


def case_holds(rule: ApprovalRule, activity: Activity) -> bool:
    if rule.case == Case.MINORS:
        return activity.min_age < settings.ADULT_AGE
    return rule.case == Case.ANY or bool(activity.foreign_partner)


def own_units(user: User | AnonymousUser) -> QuerySet[Grant, UUID]:
    """Ids of the units for which the user holds the right to decide, the units under them not included."""
    return Grant.objects.filter(holds(today()), user=user.pk, role__in=roles_with(APPROVE)).values_list("unit", flat=True)


def overseen(user: User | AnonymousUser) -> ActivityQuerySet:
    """Activities on which the user decides: of units under the one for which the user approves, and not made by the user.

    A unit never approves its own, unless its kind is among SELF_APPROVING_UNIT_KINDS.
    """
    if not user.is_authenticated:
        return Activity.objects.none()
    theirs = ~Q(unit__in=own_units(user)) | Q(unit__kind__in=settings.SELF_APPROVING_UNIT_KINDS)
    return Activity.objects.filter(theirs, unit_id__in=permitted_ids(user, APPROVE, on=today())).exclude(created_by=user)


def pending_approvals(user: User | AnonymousUser) -> ActivityQuerySet:
    """Those that wait for this user's decision, the soonest first; of a series one activity stands for all.

    After a first level agreed, the next decides: who holds the right for a unit above that one and has not agreed already; where nobody
    holds it above, a second person of the same unit.
    """
    if not user.is_authenticated:
        return Activity.objects.none()
    found = overseen(user).filter(Q(status=Status.SUBMITTED) | Q(pk__in=awaiting_next_level(user).values("pk")))
    earlier = Activity.objects.filter(series=OuterRef("series"), status=OuterRef("status")).order_by("starts_at", "id").values("pk")[:1]
    first = Q(series=None) | Q(pk=Subquery(earlier))
    return found.filter(first).select_related("unit", "area__parent").order_by("starts_at", "id")


def awaiting_next_level(user: User | AnonymousUser) -> ActivityQuerySet:
    on, roles = today(), roles_with(APPROVE)
    submitted = Step.objects.filter(activity=OuterRef("activity"), status=Status.SUBMITTED).order_by("-at", "-id").values("at")[:1]
    agreed = Step.objects.filter(status=Status.ENDORSED, by=user.pk, at__gte=Subquery(submitted)).values("activity")
    last = Step.objects.filter(activity=OuterRef("pk"), status=Status.ENDORSED).order_by("-at", "-id").values("unit_id")[:1]
    endorsed = Activity.objects.filter(status=Status.ENDORSED).exclude(pk__in=agreed).annotate(agreed_for=Subquery(last))
    above = Q(agreed_for__in=permitted_ids(user, APPROVE, on=on)) & ~Q(agreed_for__in=own_units(user))
    nobody_higher = RawSQL(NOBODY_ABOVE, (user.pk, roles, on, on, roles, on))  # noqa: S611 -- the text is ours, the values are parameters
    return endorsed.filter(above | Q(agreed_for__in=nobody_higher))


def approvers_of(unit: Unit, *, above: UUID | None = None, but: Iterable[UUID] = ()) -> QuerySet[User]:
    """The accounts that decide on the unit's activities today; with `above` those for units above that one, without the users of `but`."""
    line = Unit.objects.filter(pk__in=ancestors(unit, on=today()))
    if above is not None:
        line = Unit.objects.filter(pk__in=ancestors(Unit(pk=above), on=today())).exclude(pk=above)
    elif unit.kind not in settings.SELF_APPROVING_UNIT_KINDS:
        line = line.exclude(pk=unit.pk)
    return holders(line.values_list("pk", flat=True)).exclude(pk__in=but)


def holders(units: Iterable[UUID]) -> QuerySet[User]:
    grants = Grant.objects.filter(holds(today()), role__in=roles_with(APPROVE), unit__in=units, scope=Scope.SUBTREE)
    return User.objects.filter(pk__in=grants.values("user"), is_active=True).order_by("email")


def deciders_of(activity: Activity) -> QuerySet[User]:
    """The accounts for whose decision the activity waits now."""
    but = [activity.created_by_id]
    if activity.status != Status.ENDORSED:
        return approvers_of(activity.unit, but=but)
    agreed = endorsements(activity)
    but += [step.by_id for step in agreed]
    level = agreed[-1].unit_id if agreed else None
    higher = approvers_of(activity.unit, above=level, but=but)
    return higher if level is None or higher.exists() else holders([level]).exclude(pk__in=but)


def deciders_to_tell(activity: Activity) -> list[User]:
    """Of the accounts for whose decision it waits those of the nearest unit: who stands further up finds it in the list."""
    found = {user.pk: user for user in deciders_of(activity)}
    grants = Grant.objects.filter(holds(today()), role__in=roles_with(APPROVE), user__in=found, scope=Scope.SUBTREE)
    by_unit: dict[UUID, list[User]] = {}
    for unit, user in grants.order_by("user__email").values_list("unit", "user"):
        by_unit.setdefault(unit, []).append(found[user])
    return next((by_unit[pk] for pk in line_up(activity.unit, on=today()) if pk in by_unit), [])


def endorsements(activity: Activity) -> list[Step]:
    """The levels that agreed since it was last submitted."""
    submitted = activity.steps.filter(status=Status.SUBMITTED).order_by("at", "id").last()
    agreed = activity.steps.filter(status=Status.ENDORSED)
    return list(agreed.filter(at__gte=submitted.at) if submitted else agreed)


def deciding_unit(user: User, unit: Unit, *, above: UUID | None = None) -> UUID | None:
    """The nearest unit up the tree for which the user decides on activities of this one; above that of the level before, where there is."""
    own = set(own_units(user))
    line = line_up(unit, on=today())
    if above in line and any(pk in own for pk in line[line.index(above) + 1 :]):
        line = line[line.index(above) + 1 :]
    elif unit.kind not in settings.SELF_APPROVING_UNIT_KINDS and len(line) > 1:
        line = line[1:]
    return next((pk for pk in line if pk in own), None)
