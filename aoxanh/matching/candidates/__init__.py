"""Who may go where, and how well that fits: from the database to the solver's arrays, in bulk or for one shift or one person.

`read` asks the one query (`sql`), `weigh` gives points term by term, `problem` makes the solver's problem of it.
"""

from aoxanh.matching.candidates.asking import Ceilings, Pinned, problem
from aoxanh.matching.candidates.places import Places, Slot, places, places_of
from aoxanh.matching.candidates.points import TERMS, Weighed, weigh
from aoxanh.matching.candidates.reading import Facts, Question, read

__all__ = [
    "TERMS",
    "Ceilings",
    "Facts",
    "Pinned",
    "Places",
    "Question",
    "Slot",
    "Weighed",
    "places",
    "places_of",
    "problem",
    "read",
    "weigh",
]
