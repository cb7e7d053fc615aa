"""Reading what came of activities, what waits to be recorded, and what units declared."""

from aoxanh.records.queries.declared import declared_works, like_it
from aoxanh.records.queries.faces import Candidate, blocked, candidates, problems_of
from aoxanh.records.queries.reports import Report, draft_of, preview, published_records, records_with_facts, report
from aoxanh.records.queries.waiting import Overdue, overdue, unrecorded

__all__ = [
    "Candidate",
    "Overdue",
    "Report",
    "blocked",
    "candidates",
    "declared_works",
    "draft_of",
    "like_it",
    "overdue",
    "preview",
    "problems_of",
    "published_records",
    "records_with_facts",
    "report",
    "unrecorded",
]
