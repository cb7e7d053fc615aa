from datetime import date

import pytest
from django.db import IntegrityError, transaction

from aoxanh.kit.dates import during
from aoxanh.places.models import Area, Share, Succession
from tests.places.conftest import TODAY


def copy_of(area: Area, **changes: object) -> Area:
    fields = {field.name: getattr(area, field.name) for field in Area._meta.fields if field.name != "id"}
    return Area(**(fields | changes))


def test_no_two_areas_of_a_level_bear_one_code_on_one_day(chi_lang):
    with pytest.raises(IntegrityError, match="one_area_per_code_and_day"), transaction.atomic():
        copy_of(chi_lang, during=during(date(2026, 1, 1))).save()


def test_a_code_is_free_again_from_the_day_its_area_ends(chi_lang):
    chi_lang.during = during(chi_lang.during.lower, TODAY)
    chi_lang.save()
    copy_of(chi_lang, during=during(TODAY)).save()
    assert Area.objects.filter(level="commune", code=chi_lang.code).count() == 3


def test_an_area_has_one_default_successor_a_day(dong_mo, chi_lang):
    other = Area.objects.get(code="06475", during__contains=TODAY)
    with pytest.raises(IntegrityError, match="one_default_successor_a_day"), transaction.atomic():
        Succession.objects.create(old=dong_mo, new=other, share=Share.PART_DEFAULT, on=date(2025, 7, 1))


def test_an_area_knows_what_it_lies_in(dong_mo, chi_lang):
    assert [str(above) for above in dong_mo.above] == ["Huyện Chi Lăng", "Tỉnh Lạng Sơn"]
    assert [str(above) for above in chi_lang.above] == ["Tỉnh Lạng Sơn"]
