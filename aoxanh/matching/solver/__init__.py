"""Who goes where: plain Python, NumPy and OR-Tools. It knows arrays and no rows; `docs/algorithms/matching.md` explains it.

`solve(problem)` splits a `Problem` into components and has two processes of their own solve them. This package, imported, loads no
OR-Tools: `worker`, `parts`, `flow` and `exact` do, which run in those processes.
"""

from aoxanh.matching.solver.components import Component, components
from aoxanh.matching.solver.pool import Solver, gathered, parts, solve, solvers
from aoxanh.matching.solver.problem import (
    NONE,
    Answer,
    Held,
    Pairs,
    Part,
    People,
    Prices,
    Problem,
    Shifts,
    Slots,
    empty_held,
    mates,
    worth,
)

__all__ = [
    "NONE",
    "Answer",
    "Component",
    "Held",
    "Pairs",
    "Part",
    "People",
    "Prices",
    "Problem",
    "Shifts",
    "Slots",
    "Solver",
    "components",
    "empty_held",
    "gathered",
    "mates",
    "parts",
    "solve",
    "solvers",
    "worth",
]
