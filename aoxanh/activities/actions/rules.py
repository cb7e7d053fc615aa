"""How many levels must agree to activities of a unit and of those under it."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from aoxanh.accounts.models import User
from aoxanh.activities.models import ApprovalRule
from aoxanh.activities.queries.approvals import approvers_of, own_units
from aoxanh.audit.actions import record
from aoxanh.kit.refusals import Refused
from aoxanh.needs.kinds import KINDS
from aoxanh.org.models import Unit

MOST_LEVELS = 3


@transaction.atomic
def set_rule(unit: Unit, *, kind: str, case: str, levels: int, by: User) -> ApprovalRule:
    """One rule for a kind and a case; a second word on the same replaces the first. Refused: `own_unit`, `kind_unknown`,
    `levels_out_of_range`.

    It holds for what is submitted from now on: what waits already keeps the number of levels that it was told.
    """
    check_not_own_unit(unit, by)
    if kind and kind not in KINDS:
        raise Refused("kind_unknown", _("Choose the kind of work from the list."))
    if not 0 <= levels <= MOST_LEVELS:
        raise Refused("levels_out_of_range", _("Between none and three levels agree."))
    rule, _is_new = ApprovalRule.objects.update_or_create(unit=unit, kind=kind, case=case, defaults={"levels": levels, "by": by})
    record("activities.rule_set", rule, by=by, unit_id=unit.pk, kind=kind, case=case, levels=levels)
    return rule


def check_not_own_unit(unit: Unit, by: User) -> None:
    """Nobody takes the levels above out of their own way: where one decides above the unit, that one rules over it."""
    own = set(own_units(by))
    is_self = unit.kind in settings.SELF_APPROVING_UNIT_KINDS
    if unit.pk in own and not is_self and approvers_of(unit, above=unit.pk).exists():
        raise Refused("own_unit", _("The level above says how %(unit)s is approved.") % {"unit": unit.short_name})


@transaction.atomic
def drop_rule(rule: ApprovalRule, *, by: User) -> None:
    """The rules of the unit above hold again. Refused: `own_unit`."""
    check_not_own_unit(rule.unit, by)
    record("activities.rule_dropped", rule, by=by, unit_id=rule.unit_id, kind=rule.kind, case=rule.case, levels=rule.levels)
    rule.delete()
