"""Letting go of a photo: the row and its files."""

from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction

from aoxanh.media.models import Picture
from aoxanh.people.models import Person


def forget_portrait(person: Person) -> bool:
    """Take the photo off the record and delete it with all its files; whether there was one."""
    picture = person.portrait
    if not picture:
        return False
    person.portrait = None
    person.save(update_fields=["portrait"])
    name = str(picture.file.name)
    names = [name, *(Picture.sized(name, width) for width in picture.widths[:-1])]
    picture.delete()
    transaction.on_commit(partial(remove, names))
    return True


def remove(names: list[str]) -> None:
    for name in names:
        default_storage.delete(name)
