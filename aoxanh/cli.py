"""The command `aoxanh`: serve, work, migrate, fill with the demo province, measure."""

import argparse
import importlib.util
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

from aoxanh.config import database, home
from aoxanh.config.processes import Command

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "aoxanh.config.settings")
    command: Callable[[argparse.Namespace], int] = options.command
    return command(options)


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="aoxanh", description="Áo Xanh: managing and coordinating youth volunteering.")
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, command: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(command=command)
        return sub

    for name, command, text in [
        ("serve", serve, "Serve the site. With its own database it also migrates, and runs a worker."),
        ("run", run, "The demo: database, migrations, demo province, worker and server, until Ctrl-C."),
    ]:
        sub = add(name, command, text)
        sub.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        sub.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        sub.add_argument("--workers", type=int, default=int(os.environ.get("WEB_WORKERS", "2")), help="web processes")
    add("worker", worker, "Run background jobs and schedules.")
    add("migrate", migrate, "Bring the database up to this version.")
    add("demo", demo, "Fill the database with the demo province; a second time changes nothing.")
    add("country", country, "Load the Youth Union of all Viet Nam, through the reorganisation of 01/07/2025 and what came after it; once.")
    add("bench", bench, "Measure (in a checkout).").add_argument("names", nargs="*")
    sub = add("grant", grant, "Give a role in a unit, such as the first administrator's.")
    sub.add_argument("address", help="e-mail address or phone number; who never signed in gets an account")
    sub.add_argument("role", help="a role of access/roles.py, such as unit_administrator")
    sub.add_argument("unit", help="the code of the unit")
    sub.add_argument("--subtree", action="store_true", help="in everything under the unit too")
    add("manage", manage, "Run a command of Django.").add_argument("arguments", nargs=argparse.REMAINDER)
    return top


def prepare(*, host: str = "127.0.0.1") -> bool:
    """Key, database and Django; whether the database is our own. A start that would be unsafe ends with a sentence."""
    own = not os.environ.get("DATABASE_URL")
    if host not in LOOPBACK and not os.environ.get("SECRET_KEY"):
        raise home.MissingSetting(
            f"SECRET_KEY is not set. A server that listens on {host} needs one: SECRET_KEY=$(openssl rand -base64 48)"
        )
    try:
        os.environ["SECRET_KEY"] = home.secret_key()
        database.ensure(home.folder())
    except OSError as error:
        raise home.MissingSetting(f"The data folder {home.folder()} cannot be used: {error}. AOXANH_HOME names another.") from error
    setup()
    return own


def setup() -> None:
    """Django with plain connections: only the web processes keep a pool."""
    import django  # Loaded late, like all of Django here: the settings read an environment that is ready by now.

    pool = os.environ.get("DATABASE_POOL")
    os.environ["DATABASE_POOL"] = "0"
    django.setup()
    if pool is None:
        del os.environ["DATABASE_POOL"]
    else:
        os.environ["DATABASE_POOL"] = pool


def call(*arguments: str, **options: Any) -> None:
    from django.core.management import call_command

    call_command(*arguments, **options)


def serve(options: argparse.Namespace) -> int:
    from aoxanh.config import processes

    if options.host in LOOPBACK:
        os.environ.setdefault("BASE_URL", f"http://{options.host}:{options.port}")
    processes.refuse_a_taken_port(options.host, options.port)
    commands = serving(options)
    if not prepare(host=options.host):
        return processes.supervise(commands, lambda _: announce(options))
    bring_up_to_date()
    return processes.supervise([*commands, processes.worker()], lambda _: announce(options))


def serving(options: argparse.Namespace) -> list[Command]:
    """The server, and beside it the live figures: on this machine always, for others where LIVE_URL says how they get there."""
    from aoxanh.config import processes

    web = processes.web(options.host, options.port, options.workers)
    if options.host not in LOOPBACK and not os.environ.get("LIVE_URL"):
        return [web]
    port = processes.live_port(options.host, options.port)
    os.environ.setdefault("LIVE_URL", f"http://{options.host}:{port}")
    return [web, processes.live(options.host, port)]


def run(options: argparse.Namespace) -> int:
    from aoxanh.config import processes

    os.environ.setdefault("AOXANH_DEMO", "1")
    os.environ.setdefault("BASE_URL", f"http://{options.host}:{options.port}")
    processes.refuse_a_taken_port(options.host, options.port)
    commands = serving(options)
    with processes.progress("Database"):
        prepare(host=options.host)
    with processes.progress("Migrations"):
        bring_up_to_date()
    with processes.progress("Demo province", talks=True):
        make_demo()
    processes.begin("Server and worker", talks=True)

    def ready(seconds: float) -> None:
        processes.took(seconds, talks=True)
        announce(options)
        introduce()

    return processes.supervise([*commands, processes.worker()], ready)


def announce(options: argparse.Namespace) -> None:
    print(f"\nÁo Xanh is at http://{options.host}:{options.port} – Ctrl-C stops it.", flush=True)


def introduce() -> None:
    """Who can sign in to the demo."""
    from aoxanh.demo.cast import ACCOUNTS

    print(f"\nSign in with one of these; the code arrives at {os.environ['BASE_URL']}/demo/hop-thu/\n")
    for account in ACCOUNTS:
        print(f"  {account.email:<34} {account.says}")
    print(flush=True)


def bring_up_to_date() -> None:
    call("migrate", verbosity=0, interactive=False)
    call("createcachetable", verbosity=0)


def migrate(options: argparse.Namespace) -> int:
    prepare()
    call("migrate", interactive=False)
    call("createcachetable", verbosity=0)
    return 0


def make_demo() -> None:
    from aoxanh.demo.province import make

    make()


def demo(options: argparse.Namespace) -> int:
    prepare()
    bring_up_to_date()
    make_demo()
    return 0


def country(options: argparse.Namespace) -> int:
    prepare()
    bring_up_to_date()
    from aoxanh.org.country import is_loaded, load_country
    from aoxanh.places.actions import load_areas

    if is_loaded():
        print("The Union is there already; nothing was changed.")
        return 0
    load_areas()
    load_country()
    print("The Youth Union of Viet Nam is loaded, on both sides of 01/07/2025.")
    return 0


def grant(options: argparse.Namespace) -> int:
    """What is needed once: whoever holds a role gives it on from the pages, and nobody gives what they do not hold."""
    prepare()
    from aoxanh.access.actions import give
    from aoxanh.access.models import Scope
    from aoxanh.access.roles import ROLES
    from aoxanh.accounts.actions import open_account
    from aoxanh.accounts.addresses import NotAnAddressError, normal
    from aoxanh.kit.dates import today
    from aoxanh.kit.refusals import Refused
    from aoxanh.org.models import Unit

    unit = Unit.objects.filter(code=options.unit).first()
    if unit is None:
        raise SystemExit(f"No unit has the code {options.unit}.")
    if options.role not in ROLES:
        raise SystemExit(f"No role is called {options.role}. There are: {', '.join(ROLES)}.")
    scope = Scope.SUBTREE if options.subtree else Scope.UNIT
    try:
        user = open_account(normal(options.address))
        give(user, role=options.role, unit=unit, scope=scope, since=today(), by=None, reason="aoxanh grant")
    except (Refused, NotAnAddressError) as problem:
        raise SystemExit(str(problem)) from None
    print(f"{user} is now {options.role} in {unit.name}{' and everything under it' if options.subtree else ''}.")
    return 0


def worker(options: argparse.Namespace) -> int:
    prepare()
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    assert isinstance(app.connector, DjangoConnector)
    with app.replace_connector(app.connector.get_worker_connector()) as running:
        running.run_worker(concurrency=2)
    return 0


def bench(options: argparse.Namespace) -> int:
    if importlib.util.find_spec("benchmarks") is None:
        raise SystemExit("The benchmarks live in a checkout: make bench")
    from benchmarks import runner

    return runner.main(options.names)


def manage(options: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    prepare()
    execute_from_command_line(["aoxanh manage", *options.arguments])
    return 0


if __name__ == "__main__":
    sys.exit(main())
