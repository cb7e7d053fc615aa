"""What a list of units means."""

from aoxanh.org.importing.work import Units, rows

__all__ = ["Units", "rows"]
