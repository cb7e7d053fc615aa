"""Writing who people are, what they may be asked for, and what they agreed to."""

from aoxanh.people.actions.profile import CONSENT_TEXT, guardian_sentence, note_person, refuse_children, update_profile

__all__ = ["CONSENT_TEXT", "guardian_sentence", "note_person", "refuse_children", "update_profile"]
