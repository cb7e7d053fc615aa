from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from aoxanh.kit.navigation import Entry


class AccountsConfig(AppConfig):
    name = "aoxanh.accounts"
    label = "accounts"
    navigation = [Entry(_("Security"), "accounts:security", "shield-check", "account", order=90)]
    verbs = {
        "accounts.signed_in": _("Signed in"),
        "accounts.email_set": _("Set the e-mail address for codes"),
        "accounts.email_removed": _("Removed the e-mail address for codes"),
        "accounts.phone_set": _("Set the phone number for codes"),
        "accounts.phone_removed": _("Removed the phone number for codes"),
        "accounts.password_set": _("Set a password"),
        "accounts.password_changed": _("Changed the password"),
        "accounts.password_removed": _("Removed the password"),
        "accounts.app_added": _("Set up an authenticator app"),
        "accounts.app_removed": _("Turned off the authenticator app"),
        "accounts.passkey_added": _("Made a passkey"),
        "accounts.passkey_removed": _("Removed a passkey"),
        "accounts.recovery_codes_renewed": _("Made new recovery codes"),
        "accounts.link_added": _("Joined the account to another site"),
        "accounts.link_removed": _("Unlinked another site"),
        "accounts.device_signed_out": _("Signed out a device"),
        "accounts.devices_signed_out": _("Signed out all other devices"),
    }
