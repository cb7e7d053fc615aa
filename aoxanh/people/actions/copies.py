"""The copy of their data that everyone may have."""

from django.db import transaction

from aoxanh.accounts.models import User
from aoxanh.audit.actions import record
from aoxanh.people import dossier
from aoxanh.people.actions.consents import read_sensitive
from aoxanh.people.models import Person


@transaction.atomic
def make_copy(person: Person, *, form: str, by: User) -> list[dossier.Chapter]:
    """Everything that is held of the person. The line that says a copy was made (`form`: "json", "pdf") stands in the copy itself."""
    record("people.data_copied", person, by=by, form=form)
    read_sensitive(person, by=by, why="copy")
    return dossier.tell(person)
