"""What a benchmark found, and the names that stay."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured value. `goal` says what it ought to be; `baseline` is a peer's figure from the same run, in the same unit."""

    name: str
    value: float
    unit: str
    goal: str = ""
    baseline: float | None = None
