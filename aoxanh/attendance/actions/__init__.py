"""Arrivals, leavings, and settling the hours."""

from aoxanh.attendance.actions.door import check_in, check_out
from aoxanh.attendance.actions.settling import settle

__all__ = ["check_in", "check_out", "settle"]
