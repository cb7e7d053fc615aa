"""What Django itself says of the models, asked with a database at hand: `makemigrations` in the gate has none."""

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_django_finds_no_fault_with_the_house() -> None:
    call_command("check", databases=["default"], fail_level="WARNING")
