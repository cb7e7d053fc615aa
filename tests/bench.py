"""The databases of a test run: one server, one migrated template, a copy for each process and for each test that commits.

The server is our own under `var/test-pg`, without the cost of safety, or the one that DATABASE_URL names. The template is named after what
the migrations say, so a second run finds it.
"""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
from django.core.management import call_command
from django.db import connections
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.sql import SQL, Identifier

from aoxanh.config import database, home

ROOT = Path(__file__).resolve().parent.parent
ADDRESS = "TEST_SERVER"
UNSAFE = (
    "fsync = off",
    "synchronous_commit = off",
    "full_page_writes = off",
    "max_connections = 200",
    "wal_level = minimal",
    "max_wal_senders = 0",
)


def start_server(name: str = "test-pg", settings: tuple[str, ...] = UNSAFE) -> None:
    """Called once by the process that starts the others, which find the address in the environment."""
    if ADDRESS in os.environ:
        return
    if url := os.environ.get("DATABASE_URL"):
        os.environ[ADDRESS] = url
        return
    os.environ[ADDRESS] = database.start(home.folder() / name, database="postgres", settings=settings)


def admin() -> psycopg.Connection:
    return psycopg.connect(os.environ[ADDRESS], autocommit=True)


def url_of(name: str) -> str:
    """The address of a database of this server, for a process of its own."""
    return make_conninfo(**{**conninfo_to_dict(os.environ[ADDRESS]), "dbname": name})


def content_hash(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256((ROOT / "requirements" / "base.txt").read_bytes())
    for path in sorted(paths):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def template() -> str:
    """The name of the migrated database that all others are copied from."""
    return made_once(f"template_{content_hash((ROOT / 'aoxanh').glob('*/migrations/*.py'))}", "template1", migrate)


def filled(label: str, fill: Callable[[], object], sources: Iterable[Path]) -> str:
    """The name of a template that holds more: what `fill` writes, which depends on these files alone."""
    return made_once(f"{template()}_{label}_{content_hash(sources)}", template(), fill)


def made_once(name: str, source: str, fill: Callable[[], object]) -> str:
    """Whoever comes first makes it, the others wait."""
    with admin() as connection:
        connection.execute("SELECT pg_advisory_lock(20250701)")
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            drop_leftovers(connection)
            connection.execute(SQL("DROP DATABASE IF EXISTS making WITH (FORCE)"))
            connection.execute(SQL("CREATE DATABASE making TEMPLATE {}").format(Identifier(source)))
            with using("making"):
                fill()
            connection.execute(SQL("ALTER DATABASE making RENAME TO {}").format(Identifier(name)))
    return name


def drop_leftovers(connection: psycopg.Connection) -> None:
    """Copies that a killed run left behind: their names end with the number of the process that made them."""
    for (name,) in connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'copy\\_%'").fetchall():
        if not psutil.pid_exists(int(name.rsplit("_", 1)[1])):
            connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))


@contextmanager
def using(name: str) -> Iterator[None]:
    """Django's connection goes to this database for a while, in every thread."""
    settings = connections["default"].settings_dict
    before = settings.copy()
    connections.close_all()
    settings.update(database.settings_of(url_of(name)), OPTIONS={})
    try:
        yield
    finally:
        connections.close_all()
        settings.update(before)


def copy_name(label: str) -> str:
    """What a copy of this process is called: always the same."""
    return f"copy_{label}_{os.getpid()}"


@contextmanager
def copy(source: str, label: str) -> Iterator[str]:
    """A copy of a database, dropped at the end."""
    name = copy_name(label)
    with admin() as connection:
        connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))
        connection.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(source)))
        try:
            yield name
        finally:
            connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))
