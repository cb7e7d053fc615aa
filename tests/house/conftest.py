from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest


@pytest.fixture
def open_path() -> Iterator[Path]:
    """A folder for a PostgreSQL of its own. As root that runs as another user, to whom pytest closes its own folders."""
    with TemporaryDirectory(prefix="aoxanh-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)
