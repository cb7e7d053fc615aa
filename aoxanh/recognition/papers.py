"""The file of a certificate: set, signed and kept once; every download is that file."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from aoxanh.documents.signing import Signed, sign_pdf
from aoxanh.kit.refusals import Refused
from aoxanh.kit.typesetting import TypesettingError
from aoxanh.recognition import paper
from aoxanh.recognition.models import Certificate, Paper


def make_paper(certificate: Certificate) -> Paper:
    """The certificate's file, made now where there is none yet.

    Refused with the codes of `documents.signing.sign_pdf` where the unit has a key that cannot sign: then no file is kept.
    """
    return make_papers([certificate])[0]


def make_papers(certificates: Sequence[Certificate]) -> list[Paper]:
    """The file of each, in their order; those that lack one are set, signed and stored one after the other.

    What was made before a refusal is kept, so that asking again goes on there. Two who ask at once get the same file.
    """
    kept = papers_of(certificates)
    for certificate in certificates:
        if certificate.pk not in kept:
            kept[certificate.pk] = keep(certificate, *made(certificate))
    return [kept[certificate.pk] for certificate in certificates]


def with_all(certificates: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """Certificates with what making their papers looks at."""
    return certificates.select_related("unit__area", "version__logo", "version__second_logo")


def try_out(draft: Certificate) -> None:
    """Make the paper of a draft and forget it. Refused: `too_long`, and where the unit's key cannot sign."""
    sign_pdf(preview_pdf(draft, at=timezone.now()), unit=draft.unit, at=timezone.now(), room=paper.room(draft))


def preview_pdf(draft: Certificate, *, at: datetime) -> bytes:
    """The paper of a draft, which says that it is one. Refused: `too_long`."""
    try:
        return paper.preview_pdf(draft, at=at)
    except TypesettingError as error:
        raise too_long(error) from error


def preview(draft: Certificate) -> bytes:
    """The same as a picture."""
    try:
        return paper.preview_png(draft)
    except TypesettingError as error:
        raise too_long(error) from error


def too_long(error: TypesettingError) -> Exception:
    """What a form whose text has no room is refused with; any other trouble of setting is itself."""
    if paper.UNFIT not in str(error):
        return error
    return Refused("too_long", _("The text does not fit on the sheet with the longest name. Shorten the form, or choose another."))


def papers_of(certificates: Iterable[Certificate]) -> dict[UUID, Paper]:
    found = Paper.objects.filter(certificate__in=[certificate.pk for certificate in certificates])
    return {kept.certificate_id: kept for kept in found}


def made(certificate: Certificate) -> tuple[bytes, Signed | None]:
    """The bytes of the file, signed where the unit has a key."""
    plain = paper.pdf([certificate])
    signed = sign_pdf(plain, unit=certificate.unit, at=timezone.now(), room=paper.room(certificate))
    return (signed.content if signed else plain), signed


def keep(certificate: Certificate, content: bytes, signed: Signed | None) -> Paper:
    """Store the file under the name of its content, then the row; who came first stays."""
    digest = sha256(content).hexdigest()
    name = f"{certificate.year}/{digest[:2]}/{digest}.pdf"
    store = storages["papers"]
    if not store.exists(name):
        store.save(name, ContentFile(content))
    facts = {"file": name, "sha256": digest, "size": len(content)}
    Paper.objects.bulk_create(
        [Paper(certificate=certificate, key=signed.key if signed else None, stamped=bool(signed and signed.stamped), **facts)],
        ignore_conflicts=True,
    )
    return Paper.objects.get(certificate=certificate)


def content_of(kept: Paper) -> bytes:
    with storages["papers"].open(kept.file) as file:
        return bytes(file.read())
