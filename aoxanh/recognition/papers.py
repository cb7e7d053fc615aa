"""The file of a certificate: set, signed and kept once; every download is that file."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from aoxanh.documents.signing import Signed, sign_pdf
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


def papers_of(certificates: Iterable[Certificate]) -> dict[object, Paper]:
    found = Paper.objects.filter(certificate__in=[certificate.pk for certificate in certificates])
    return {kept.certificate_id: kept for kept in found}


def made(certificate: Certificate) -> tuple[bytes, Signed | None]:
    """The bytes of the file, signed where the unit has a key."""
    plain = paper.pdf([certificate])
    signed = sign_pdf(plain, unit=certificate.unit, at=timezone.now())
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
        [Paper(certificate=certificate, key=signed and signed.key, stamped=bool(signed and signed.stamped), **facts)], ignore_conflicts=True
    )
    return Paper.objects.get(certificate=certificate)


def content_of(kept: Paper) -> bytes:
    with storages["papers"].open(kept.file) as file:
        return bytes(file.read())
