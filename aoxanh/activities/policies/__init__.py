"""Whose activities are whose. Every view fetches through here."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from aoxanh.access.models import Grant
from aoxanh.access.queries import permitted_ids, permitted_units
from aoxanh.access.roles import roles_with
from aoxanh.accounts.models import User
from aoxanh.activities.models import Activity, ActivityQuerySet, ApprovalRule, Signup, Template, Wish
from aoxanh.activities.queries.approvals import overseen, pending_approvals
from aoxanh.activities.queries.minors import minors_in
from aoxanh.kit.dates import holds, today
from aoxanh.org.models import Unit
from aoxanh.org.queries import above_ids, subtree_ids
from aoxanh.people.models import Guardianship, Person
from aoxanh.people.queries.guardians import children, children_of


def visible_activities(user: User | AnonymousUser) -> ActivityQuerySet:
    """The public ones, and all of the units whose activities the user may read or manage."""
    if not user.is_authenticated:
        return Activity.objects.public()
    return Activity.objects.filter(Q(status__in=Activity.PUBLIC) | within(user, "activities.read") | within(user, "activities.manage"))


def readable_activities(user: User | AnonymousUser) -> ActivityQuerySet:
    """Those that the user may open at the desk, with the names of who signed up."""
    if not user.is_authenticated:
        return Activity.objects.none()
    return Activity.objects.filter(within(user, "activities.read") | within(user, "activities.manage"))


def manageable_activities(user: User | AnonymousUser) -> ActivityQuerySet:
    """Those of the units for which the user organises."""
    if not user.is_authenticated:
        return Activity.objects.none()
    return Activity.objects.filter(within(user, "activities.manage"))


def approvable_activities(user: User | AnonymousUser) -> ActivityQuerySet:
    """Those that wait for this user's decision: never of the unit for which the user approves, never the user's own."""
    return pending_approvals(user)


def overseen_activities(user: User | AnonymousUser) -> ActivityQuerySet:
    """Those on which the user decides, whatever their state."""
    return overseen(user)


def managed_units(user: User | AnonymousUser) -> QuerySet[Unit]:
    """Living units for which the user organises, with their areas."""
    on = today()
    found = permitted_units(user, "activities.manage", on=on).filter(holds(on))
    return found.select_related("area__parent").order_by("search_key", "id")


def organising_roots(user: User | AnonymousUser) -> list[UUID]:
    """The units for which the user was given the right to organise, those under them not named."""
    grants = Grant.objects.filter(holds(today()), user=user.pk, role__in=roles_with("activities.manage"))
    return list(grants.order_by("id").values_list("unit", flat=True))


def copyable_activities(user: User | AnonymousUser) -> ActivityQuerySet:
    """What the user may begin from: own ones whatever their state, and public ones of the units above and below."""
    roots, on = organising_roots(user), today()
    if not roots:
        return Activity.objects.none()
    around = Q(unit_id__in=subtree_ids(roots, on=on)) | Q(unit_id__in=above_ids(roots, on=on))
    return Activity.objects.filter(within(user, "activities.manage") | Q(around, status__in=Activity.PUBLIC))


def usable_templates(user: User | AnonymousUser) -> QuerySet[Template]:
    """Templates of the units for which the user organises and of those above them, by name."""
    roots, on = organising_roots(user), today()
    if not roots:
        return Template.objects.none()
    found = Template.objects.filter(within(user, "activities.manage") | Q(unit_id__in=above_ids(roots, on=on)))
    return found.select_related("unit").order_by("name", "id")


def manageable_templates(user: User | AnonymousUser) -> QuerySet[Template]:
    """Templates that the user may change."""
    if not user.is_authenticated:
        return Template.objects.none()
    return Template.objects.filter(within(user, "activities.manage")).select_related("unit")


def ruled_units(user: User | AnonymousUser) -> QuerySet[Unit]:
    """Living units for which the user sets rules, which hold for those under them: the units of the user's grants and those right below."""
    if not user.is_authenticated:
        return Unit.objects.none()
    on = today()
    own = Grant.objects.filter(holds(on), user=user, role__in=roles_with("activities.approve")).values("unit")
    below = Unit.objects.filter(holds(on, "parentages__during"), parentages__parent__in=own).values("pk")
    found = permitted_units(user, "activities.approve", on=on).filter(Q(pk__in=own) | Q(pk__in=below))
    return found.filter(holds(on)).order_by("search_key", "id")


def visible_rules(user: User | AnonymousUser) -> QuerySet[ApprovalRule]:
    """Rules of these units."""
    if not user.is_authenticated:
        return ApprovalRule.objects.none()
    return ApprovalRule.objects.filter(within(user, "activities.approve")).select_related("unit", "by__person")


def may_manage(user: User | AnonymousUser, activity: Activity) -> bool:
    return manageable_activities(user).filter(pk=activity.pk).exists()


def may_approve(user: User | AnonymousUser, activity: Activity) -> bool:
    return approvable_activities(user).filter(pk=activity.pk).exists()


def own_signups(user: User | AnonymousUser) -> QuerySet[Signup]:
    """The user's sign-ups with their activity and unit, cancelled ones too."""
    if not user.is_authenticated:
        return Signup.objects.none()
    return Signup.objects.filter(person__user=user).select_related("person", "shift__activity__unit", "shift__activity__area")


def within(user: User | AnonymousUser, permission: str) -> Q:
    return Q(unit_id__in=permitted_ids(user, permission, on=today()))


def passes_at_hand(user: User | AnonymousUser) -> QuerySet[Signup]:
    """The user's own sign-ups, and those of the children for whom the user's consent stands."""
    if not user.is_authenticated:
        return Signup.objects.none()
    mine = Q(person__user=user) | Q(person__in=children_of(user).values("pk"))
    return Signup.objects.filter(mine).select_related("person", "role", "party", "shift__activity__unit", "shift__activity__area")


def wishes_at_hand(user: User | AnonymousUser) -> QuerySet[Wish]:
    """The user's own open wishes, and those of their children."""
    if not user.is_authenticated:
        return Wish.objects.none()
    mine = Q(person__user=user) | Q(person__in=children_of(user).values("pk"))
    return Wish.objects.filter(mine, settled_at=None).select_related("shift__activity")


def own_guardianships(user: User | AnonymousUser) -> QuerySet[Guardianship]:
    """What the user agreed to as a guardian, also what was withdrawn since, the latest first; of children who need one today."""
    if not user.is_authenticated:
        return Guardianship.objects.none()
    answered = Guardianship.objects.filter(user=user, consented_at__isnull=False)
    return answered.filter(child__in=Person.objects.filter(children(today()))).select_related("child").order_by("-id")


def visible_minors(user: User | AnonymousUser) -> QuerySet[Person]:
    """Children of the units in which the user looks after guardians."""
    if not user.is_authenticated:
        return Person.objects.none()
    return minors_in(permitted_units(user, "guardians.manage", on=today()))


def visible_questions(user: User | AnonymousUser) -> QuerySet[Guardianship]:
    """What guardians of those children were asked, with the children."""
    return Guardianship.objects.filter(child__in=visible_minors(user).order_by()).select_related("child")
