"""Hours: one's own, statements, rules, and what waits to be verified."""

from tests.access.matrix.lines import Line, desk, holder, own, signed_in

HOURS: dict[str, Line] = {
    "hours:mine": signed_in(),
    "hours:report": signed_in(),
    "hours:file": signed_in("pdf"),
    "hours:correct": holder("turn.pk"),
    "hours:claim": holder("hours_claim.pk"),
    "hours:withdraw": holder("hours_claim.pk", post=True),
    "hours_desk:first": desk("attendance.read"),
    "hours_desk:unit": own("attendance.read", "unit.pk"),
    "hours_desk:unit_file": own("attendance.read", "unit.pk", "pdf"),
    "hours_desk:person": own("attendance.read", "person.pk"),
    "hours_desk:person_file": own("attendance.read", "person.pk", "pdf"),
    "hours_desk:correct": own("attendance.take", "turn.pk"),
    "hours_desk:claims": desk("hours.verify"),
    "hours_desk:claim": own("hours.verify", "hours_claim.pk"),
    "hours_desk:approve": own("hours.verify", "hours_claim.pk", post=True),
    "hours_desk:refuse": own("hours.verify", "hours_claim.pk", post=True),
    "hours_desk:approve_many": desk("hours.verify", post=True),
    "hours_desk:rules": desk("hours.rules"),
    "hours_desk:rule_new": desk("hours.rules"),
}
