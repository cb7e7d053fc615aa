"""On which grounds the law lets a request about personal data be refused (Luật 91/2025/QH15)."""

from django.utils.translation import gettext_lazy as _

GROUNDS = {
    "identity": _("It could not be shown that the person concerned is asking."),
    "law": _("A law requires that these data are kept or used."),
    "others": _("It would harm the rights or the lawful interests of others."),
    "security": _("National defence, security or public order forbids it."),
}
