"""What happens to accounts. Whatever changes how somebody gets in sends `security_changed` in its transaction."""

from aoxanh.accounts.actions.addresses import drop_address, take_address
from aoxanh.accounts.actions.factors import add_passkey, drop_link, remove_passkey, renew_recovery_codes, turn_off_app, turn_on_app
from aoxanh.accounts.actions.opening import clear_unproven, open_account, open_without_address, prove
from aoxanh.accounts.actions.passwords import remove_password, set_password
from aoxanh.accounts.actions.sessions import end_device, end_other_devices

__all__ = [
    "add_passkey",
    "clear_unproven",
    "drop_address",
    "drop_link",
    "end_device",
    "end_other_devices",
    "open_account",
    "open_without_address",
    "prove",
    "remove_passkey",
    "remove_password",
    "renew_recovery_codes",
    "set_password",
    "take_address",
    "turn_off_app",
    "turn_on_app",
]
