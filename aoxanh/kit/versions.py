"""The version of everything the public can see: a database sequence, so that all processes agree and no row gets hot."""

from django.db import connection, transaction


def public_version() -> int:
    """The current version; a page rendered under it is good until the number changes."""
    with connection.cursor() as cursor:
        # The first nextval leaves last_value as it is and only sets is_called.
        cursor.execute("SELECT last_value + is_called::int FROM kit_public_version")
        return int(cursor.fetchone()[0])


def bump_public_version() -> None:
    """Call inside the action that changes what the public sees; takes effect when it commits."""
    transaction.on_commit(_next)


def _next() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('kit_public_version')")
