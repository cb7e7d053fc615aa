"""Whom a province might send where: the fewest person-kilometres that cover most of what is lacking.

A process of its own, because OR-Tools is too heavy for a web process: problem and answer are JSON on standard input and output.

Input: `giving` and `lacking`, people by number of the commune; `metres`, triples (from, to, metres), only pairs within reach.
Output: triples (from, to, people).
"""

import json
import subprocess
import sys
from typing import Any

SECONDS = 30
COST_OF_NOBODY = 10_000
"""Hundreds of metres that one would rather travel than leave a place empty: more than the country is long."""


def plan(giving: dict[int, int], lacking: dict[int, int], metres: dict[tuple[int, int], float]) -> list[tuple[int, int, int]]:
    """The plan, made in a child process. Raises subprocess.SubprocessError where that fails or takes too long."""
    problem = {
        "giving": sorted(giving.items()),
        "lacking": sorted(lacking.items()),
        "metres": [(*pair, away) for pair, away in metres.items()],
    }
    made = subprocess.run(
        [sys.executable, "-m", "aoxanh.matching.sending"],
        input=json.dumps(problem),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    return [(here, there, people) for here, there, people in json.loads(made.stdout)]


def solve(problem: dict[str, Any]) -> list[tuple[int, int, int]]:
    """Minimum-cost flow: source, communes that give, communes that lack, sink; a dear way past it for whom nobody can reach."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow  # Only the child process bears its weight.

    giving, lacking = dict(problem["giving"]), dict(problem["lacking"])
    if not (giving and lacking and problem["metres"]):
        return []
    flow = SimpleMinCostFlow()
    source, sink = 0, 1
    givers = {number: 2 + place for place, number in enumerate(giving)}
    lackers = {number: 2 + len(givers) + place for place, number in enumerate(lacking)}
    for number, people in giving.items():
        flow.add_arc_with_capacity_and_unit_cost(source, givers[number], people, 0)
    for number, people in lacking.items():
        flow.add_arc_with_capacity_and_unit_cost(lackers[number], sink, people, 0)
    ways = {
        flow.add_arc_with_capacity_and_unit_cost(givers[here], lackers[there], min(giving[here], lacking[there]), round(metres / 100)): (
            here,
            there,
        )
        for here, there, metres in problem["metres"]
    }
    wanted = sum(lacking.values())
    flow.add_arc_with_capacity_and_unit_cost(source, sink, wanted, COST_OF_NOBODY)
    flow.set_node_supply(source, wanted)
    flow.set_node_supply(sink, -wanted)
    if flow.solve() != flow.OPTIMAL:
        raise RuntimeError("The flow has no answer.")
    return [(*pair, flow.flow(arc)) for arc, pair in ways.items() if flow.flow(arc)]


if __name__ == "__main__":
    json.dump(solve(json.load(sys.stdin)), sys.stdout)
