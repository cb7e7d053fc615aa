"""What becomes of needs, of reports about them and of how they are asked after when units end."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aoxanh.needs.actions.chasing import let_rules_hold
from aoxanh.needs.models import ChasingRule, Need, Report
from aoxanh.org.reorganisation.following import GoesToHeir
from aoxanh.org.reorganisation.heirs import MAIN, positional
from aoxanh.org.reorganisation.journal import end, open_rows
from aoxanh.org.reorganisation.port import Conflict, Event, follow

RULES_GO_ON = f"""
SELECT DISTINCT ON (heir.id) heir.id, r.after_days, r.again_days, r.escalate_days, r.set_by_id, daterange(%(on)s, NULL)
FROM org_change l JOIN needs_chasingrule r ON r.id = l.row_id
CROSS JOIN LATERAL (SELECT {MAIN.format(unit="r.unit_id")} AS id) heir
WHERE l.event_id = %(event)s AND l.label = 'needs.chasingrule' AND l.id > %(after)s AND heir.id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM needs_chasingrule o WHERE o.unit_id = heir.id AND o.during && daterange(%(on)s, NULL))
ORDER BY heir.id, r.after_days, r.id
"""
"""To the main successor, unless it has a rule of its own; of several the one that asks soonest."""


def still_open(event: Event) -> Q:
    return ~Q(status__in=Need.ENDED) & Q(ends_on__gte=event.on)


def still_waiting(event: Event) -> Q:
    return Q(state=Report.State.PENDING)


class Rules:
    """Follows a reorganisation for how often needs are asked after."""

    label = _("Rules for asking after needs")
    rule = _("The main successor goes on asking as the unit did, unless it has a rule of its own.")

    def apply(self, event: Event) -> int:
        noted = end(event, ChasingRule.objects.filter(unit__in=event.ended))
        given: dict[str, Any] = {"event": event.pk, "on": event.on, "after": noted.after}
        if noted.count:
            open_rows(
                event, ChasingRule, *positional(RULES_GO_ON, given), "unit_id, after_days, again_days, escalate_days, set_by_id, during"
            )
        if event.has_come:
            let_rules_hold()
        return noted.count

    def conflicts(self, event: Event) -> list[Conflict]:
        return []


def register() -> None:
    follow(
        "needs.needs",
        GoesToHeir(
            _("Needs"),
            _("A need that is still open on that day goes to the successor in whose area it lies."),
            Need.objects.all,
            still_open,
        ),
    )
    follow(
        "needs.reports",
        GoesToHeir(
            _("Reports of needs"),
            _("A report that still waits on that day goes to the successor in whose area it lies."),
            Report.objects.all,
            still_waiting,
        ),
    )
    follow("needs.rules", Rules())
