"""Writing who people are, what they may be asked for, and what they agreed to."""

from aoxanh.people.actions.consents import give_consent, lift_restriction, note_sensitive, read_sensitive, withdraw_consent
from aoxanh.people.actions.copies import make_copy
from aoxanh.people.actions.erasure import erase
from aoxanh.people.actions.facts import change_facts, note_availability
from aoxanh.people.actions.memberships import join, leave
from aoxanh.people.actions.profile import (
    CONSENT_TEXT,
    enter_person,
    keep_person,
    note_person,
    update_profile,
)
from aoxanh.people.actions.requests import answer, ask, carry_out, refuse
from aoxanh.people.actions.skills import note_skills, prove_skill, take_back_proof

__all__ = [
    "CONSENT_TEXT",
    "answer",
    "ask",
    "carry_out",
    "change_facts",
    "enter_person",
    "erase",
    "give_consent",
    "join",
    "keep_person",
    "leave",
    "lift_restriction",
    "make_copy",
    "note_availability",
    "note_person",
    "note_sensitive",
    "note_skills",
    "prove_skill",
    "read_sensitive",
    "refuse",
    "take_back_proof",
    "update_profile",
    "withdraw_consent",
]
