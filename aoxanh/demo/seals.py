"""Keys of the units that issue certificates, from an authority made for the demo; one certificate corrected, one revoked."""

import secrets
from datetime import timedelta

from aoxanh.accounts.models import User
from aoxanh.demo.world import World
from aoxanh.documents.actions import add_key, ensure_credential_key
from aoxanh.documents.trial_authority import make_authority
from aoxanh.org.models import Unit
from aoxanh.recognition.actions.endings import correct, revoke
from aoxanh.recognition.models import Certificate

SOON = timedelta(days=21)


def make_seals(world: World) -> int:
    """A key for every unit that has issued; the one with the most certificates sees that its key ends soon."""
    authority, count = make_authority(), 0
    units = list(Unit.objects.filter(certificates__isnull=False).distinct().order_by("code"))
    for number, unit in enumerate(units):
        password = secrets.token_urlsafe(18)
        until = world.now + SOON if number == 0 else None
        content = authority.unit_key(unit.name, password, until=until)
        add_key(unit, content=content, password=password, by=world.heads.get(unit.pk))
        count += 1
    if units:
        ensure_credential_key(units[0])
    end_two()
    return count


def end_two() -> None:
    """The two newest certificates of one unit: the name of one was misspelt, the other was issued by mistake."""
    found = list(Certificate.objects.select_related("unit__area", "person__user", "version").order_by("-issued_on", "-number")[:2])
    if len(found) < 2:
        return
    misspelt, mistaken = found
    by: User = misspelt.issued_by
    correct(misspelt, words="Ghi thiếu giờ của buổi chiều.", by=by, minutes=misspelt.minutes + 30)
    revoke(mistaken, reason="mistake", words="Cấp nhầm: người được cấp không tham gia ngày này.", by=mistaken.issued_by)
