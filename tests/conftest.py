"""What every test may ask for."""

import importlib.util
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from tests import bench

pytest_plugins = ["tests.cast"] if importlib.util.find_spec("tests.cast") else []


def pytest_configure(config: pytest.Config) -> None:
    if not config.option.collectonly:
        bench.start_server()


LONG = {"wheel", "processes", "matrix", "solver", "board", "units", "offline", "main_road", "map"}
"""Files that take long: begun first, none of them is what everything else waits for at the end."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser journeys last: once Playwright's loop runs in a process, Django's connections are no longer those that `db` rolls back."""
    items.sort(key=lambda item: ("journeys" in item.path.parts, item.path.stem.removeprefix("test_") not in LONG))


@pytest.fixture(autouse=True)
def vietnamese() -> None:
    """Every test begins in the language of the site, whatever page the one before it asked for."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def blank_chart() -> None:
    """The map of a process is kept from what the tests before rolled back."""
    from aoxanh.places.chart import the_chart  # Models are there only by now.

    the_chart.forget()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """This process's own copy of the migrated template."""
    with django_db_blocker.unblock(), bench.copy(bench.template(), "shared") as name, bench.using(name):
        yield


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A database of the test's own, where commits are real: for races, and for servers in other processes. Gives its address."""
    with django_db_blocker.unblock(), bench.copy(bench.template(), "own") as name, bench.using(name):
        yield bench.url_of(name)
