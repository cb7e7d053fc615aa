"""Proposals of who goes where, and what a province sends to communes."""

from aoxanh.matching.models.dispatch import Dispatch, Goods, Leg
from aoxanh.matching.models.proposals import Assignment, Ban, Interim, Move, Proposal, Shortfall

__all__ = ["Assignment", "Ban", "Dispatch", "Goods", "Interim", "Leg", "Move", "Proposal", "Shortfall"]
