"""All papers of an issue as one ZIP, sent while it is made: never whole in memory nor on the disk."""

import io
from collections.abc import Iterator
from itertools import batched
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.db.models import QuerySet
from django.utils.timezone import localtime

from aoxanh.recognition import paper, papers
from aoxanh.recognition.models import Certificate

AT_ONCE = 50


class Outlet(io.RawIOBase):
    """A file that only goes forward; what was written to it is taken away."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.pieces.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        whole = b"".join(self.pieces)
        self.pieces.clear()
        return whole


def archive(certificates: QuerySet[Certificate]) -> Iterator[bytes]:
    """The bytes of the ZIP, paper by paper by number. All papers exist already."""
    outlet = Outlet()
    with ZipFile(outlet, "w", ZIP_STORED) as book:
        found = certificates.select_related("paper").order_by("number")
        for some in batched(found.iterator(chunk_size=500), AT_ONCE):
            for certificate in some:
                made_at = localtime(certificate.paper.made_at).timetuple()[:6]
                book.writestr(ZipInfo(paper.file_name(certificate), made_at), papers.content_of(certificate.paper))
                yield outlet.taken()
    yield outlet.taken()
