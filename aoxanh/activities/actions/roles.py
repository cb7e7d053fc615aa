"""Bringing the roles of a shift to what its organiser planned. Part of `shifts.arrange`."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from aoxanh.activities.drafts import RolePlan, ShiftPlan
from aoxanh.activities.models import Shift, ShiftRole
from aoxanh.kit.refusals import Refused

OWN = ("name", "places", "least", "skill", "degree", "must_be_proved", "min_age", "max_age", "leads", "equipment")


def arrange_roles(shift: Shift, plans: Sequence[RolePlan]) -> None:
    """Add, change and remove roles, in the order of the plans. Refused: `foreign_role`, `role_below_taken`, `role_has_people`."""
    roles = {role.pk: role for role in shift.roles.select_for_update().order_by("id")}
    named = [plan.id for plan in plans if plan.id]
    if not set(named) <= roles.keys() or len(set(named)) < len(named):
        raise Refused("foreign_role", _("One of these roles belongs to another shift. Open the form again."))
    for pk, role in roles.items():
        if pk not in named:
            remove(role)
    for order, plan in enumerate(plans):
        put(shift, plan, order, roles)


def put(shift: Shift, plan: RolePlan, order: int, roles: dict[UUID, ShiftRole]) -> None:
    facts = {name: getattr(plan, name) for name in OWN}
    if plan.id is None:
        ShiftRole.objects.create(shift=shift, order=order, **facts)
        return
    role = roles[plan.id]
    if plan.places < (gone := role.taken + role.held):
        text = _("%(count)d people are “%(role)s” already. Give the role at least %(count)d places.")
        raise Refused("role_below_taken", text % {"count": gone, "role": role.name})
    for name, value in facts.items():
        setattr(role, name, value)
    role.order = order
    role.save(update_fields=[*OWN, "order"])


def remove(role: ShiftRole) -> None:
    if role.signups.exists() or role.waitings.exists() or role.offers.exists():
        text = _("People signed up as “%(role)s”. Keep the role; it may have another name.")
        raise Refused("role_has_people", text % {"role": role.name})
    role.delete()


def check_role_plans(plan: ShiftPlan) -> None:
    """Refused: `roles_above_places`, `role_without_places`, `role_least_above_places`, `role_ages`."""
    wanted = sum(role.places for role in plan.roles)
    if wanted > plan.places:
        text = _("The roles have %(roles)d places, and the shift has %(places)d. Correct one of the two.")
        raise Refused("roles_above_places", text % {"roles": wanted, "places": plan.places})
    for role in plan.roles:
        check_role(role)


def check_role(role: RolePlan) -> None:
    if role.places < 1:
        raise Refused("role_without_places", _("“%(role)s” has at least 1 place.") % {"role": role.name})
    if role.least > role.places:
        raise Refused("role_least_above_places", _("“%(role)s” needs more people than it has places.") % {"role": role.name})
    if role.min_age and role.max_age and role.min_age > role.max_age:
        raise Refused("role_ages", _("The ages of “%(role)s” are the wrong way round.") % {"role": role.name})
