"""Reading needs, who keeps them, how they are asked after, and what citizens report."""

from aoxanh.needs.queries.chasing import Due, due, rule_of, rules_of, stale_after
from aoxanh.needs.queries.keepers import keepers, keepers_above
from aoxanh.needs.queries.life import history, lacking_words, materials_of, missing_words, with_lacking
from aoxanh.needs.queries.needs import (
    Pin,
    communes_meant,
    counts,
    covers,
    holds_commune,
    live_needs,
    past_needs,
    pins,
    with_places,
)
from aoxanh.needs.queries.people import Called, contact_of
from aoxanh.needs.queries.reports import mergeable_needs, moderators_of, report_by_code

__all__ = [
    "Called",
    "Due",
    "Pin",
    "communes_meant",
    "contact_of",
    "counts",
    "covers",
    "due",
    "history",
    "holds_commune",
    "keepers",
    "keepers_above",
    "lacking_words",
    "live_needs",
    "materials_of",
    "mergeable_needs",
    "missing_words",
    "moderators_of",
    "past_needs",
    "pins",
    "report_by_code",
    "rule_of",
    "rules_of",
    "stale_after",
    "with_lacking",
    "with_places",
]
