"""Taking numbers; entering, making, retiring and revoking keys."""

from aoxanh.documents.actions.credential_keys import change_credential_key, ensure_credential_key
from aoxanh.documents.actions.keys import add_device_key, add_key, retire_key, revoke_key
from aoxanh.documents.actions.numbers import number_text, take_numbers

__all__ = [
    "add_device_key",
    "add_key",
    "change_credential_key",
    "ensure_credential_key",
    "number_text",
    "retire_key",
    "revoke_key",
    "take_numbers",
]
