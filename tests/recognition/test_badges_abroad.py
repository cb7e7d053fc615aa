"""A badge before a verifier that has nothing but the network."""

import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from aoxanh.recognition.models import Certificate
from tests import server
from tests.recognition.test_badges import made, verified


def test_a_verifier_is_answered_over_the_network(committed_db: str, certificate: Certificate, tmp_path: Path, settings: object) -> None:
    with server.serving(committed_db, tmp_path) as site:
        settings.BASE_URL = site  # type: ignore[attr-defined]

        def fetch(url: str) -> bytes:
            parts = urlsplit(url)
            assert parts.netloc == urlsplit(site).netloc
            with urllib.request.urlopen(f"{site}{parts.path}", timeout=30) as answer:
                return bytes(answer.read())

        assert verified(made(certificate), certificate.unit, fetch)
