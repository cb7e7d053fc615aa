"""Taking numbers; entering, retiring and revoking keys."""

from aoxanh.documents.actions.keys import add_device_key, add_key, retire_key, revoke_key
from aoxanh.documents.actions.numbers import number_text, take_numbers

__all__ = ["add_device_key", "add_key", "number_text", "retire_key", "revoke_key", "take_numbers"]
