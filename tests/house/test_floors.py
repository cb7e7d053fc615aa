"""What import-linter cannot see: foreign keys point down too, and every app has a floor and rooms that are guarded."""

from django.apps import apps
from django.db.models import Field

from tests.house.floors import CONTRACTS, ROOT, floors

OURS = {path.parent.name for path in (ROOT / "aoxanh").glob("*/__init__.py")}


def relations() -> list[tuple[str, str, str]]:
    """(app, field, app it points to) for every relation between two of our apps."""
    return [
        (model._meta.app_label, f"{model.__name__}.{field.name}", field.related_model._meta.app_label)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if isinstance(field, Field) and field.related_model and model._meta.app_label in OURS
    ]


def test_foreign_keys_point_down_only():
    heights = floors()
    wrong = [
        f"{app}: {field} points to {target}"
        for app, field, target in relations()
        if target in OURS and target != app and heights[target] >= heights[app]
    ]
    assert wrong == []


def test_every_app_has_a_floor():
    assert OURS - floors().keys() == set()


def test_every_app_has_guarded_rooms():
    rooms = {container.removeprefix("aoxanh.") for container in CONTRACTS[1]["containers"]}
    assert {"kit", "config", "demo"} | rooms >= OURS
