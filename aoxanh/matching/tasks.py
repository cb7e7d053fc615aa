"""Solving in the background."""

from uuid import UUID

from procrastinate.contrib.django import app

from aoxanh.matching import runs
from aoxanh.matching.actions.runs import SOLVE


@app.task(name=SOLVE)
def solve(proposal_id: str) -> None:
    runs.run(UUID(proposal_id))


@app.periodic(cron="*/5 * * * *")
@app.task(name="matching.find_lost", queueing_lock="matching.find_lost")
def find_lost(timestamp: int) -> None:
    """Runs that nobody watches are settled."""
    runs.find_lost()
