"""How an account can be opened."""

from dataclasses import dataclass
from functools import cached_property

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from cryptography.fernet import InvalidToken
from django.conf import settings

from aoxanh.accounts.models import User

CODE_TYPES = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)


@dataclass(frozen=True)
class Factors:
    """The second steps of an account."""

    app: Authenticator | None
    passkeys: list[Authenticator]
    recovery: Authenticator | None

    def __bool__(self) -> bool:
        return bool(self.app or self.passkeys)

    @property
    def spare_codes(self) -> int:
        """How many recovery codes are left."""
        return len(self.recovery_codes)

    @cached_property
    def recovery_codes(self) -> list[str]:
        """Those that are left; none where the key is lost under which they lie."""
        try:
            return list(self.recovery.wrap().get_unused_codes()) if self.recovery else []
        except InvalidToken:
            return []


@dataclass(frozen=True)
class Link:
    """Another site that opens the account."""

    pk: int
    name: str
    email: str


def factors_of(user: User) -> Factors:
    """One query."""
    found = list(Authenticator.objects.filter(user=user).order_by("created_at"))
    by_type = {one.type: one for one in found}
    passkeys = [one for one in found if one.type == Authenticator.Type.WEBAUTHN]
    return Factors(by_type.get(Authenticator.Type.TOTP), passkeys, by_type.get(Authenticator.Type.RECOVERY_CODES))


def links_of(user: User) -> list[Link]:
    """Other sites that open the account; one that the settings no longer name opens nothing and is shown by its id."""
    names = dict(providers())
    rows = SocialAccount.objects.filter(user=user).order_by("date_joined")
    return [Link(row.pk, names.get(row.provider, row.provider), row.extra_data.get("email", "")) for row in rows]


def providers() -> list[tuple[str, str]]:
    """Ids and names of the sites that people may sign in with."""
    return [(app["provider_id"], app["name"]) for app in settings.OIDC_PROVIDERS]


def ways_in(user: User) -> set[str]:
    """What would let its holder in who has nothing else at hand: addresses, passkeys, other sites. A password alone needs an address."""
    ways = {kind for kind in ("email", "phone") if getattr(user, kind)}
    ways |= {f"passkey {one.pk}" for one in factors_of(user).passkeys}
    return ways | {f"link {row.pk}" for row in links_of(user) if row.name}
