from collections import Counter
from datetime import date

import pytest

from aoxanh.kit.dates import during
from aoxanh.kit.vietnamese import tidy
from aoxanh.places import gazetteer, queries
from aoxanh.places.actions import Loaded, load_areas
from aoxanh.places.models import Area, Level, Share, Succession
from tests.places.conftest import BEFORE, TODAY

pytestmark = pytest.mark.django_db


def test_both_eras_are_whole():
    counted = Counter(Area.objects.values_list("level", "during__startswith"))
    assert counted == {
        ("province", None): 63,
        ("district", None): 696,
        ("commune", None): 10035,
        ("province", gazetteer.REORGANISED_ON): 34,
        ("commune", gazetteer.REORGANISED_ON): 3321,
    }


def test_every_succession_is_there():
    assert Counter(Succession.objects.values_list("share", flat=True)) == {Share.WHOLE: 9569, Share.PART_DEFAULT: 471, Share.PART: 562}


def test_loading_again_changes_nothing():
    assert load_areas() == Loaded(areas=0, corrected=0, successions=0)


def test_loading_again_corrects_what_was_changed_by_hand(chi_lang):
    Area.objects.filter(pk=chi_lang.pk).update(name="Xã Chi Lang", latitude=0)
    assert load_areas() == Loaded(areas=0, corrected=1, successions=0)
    assert Area.objects.get(pk=chi_lang.pk).name == "Xã Chi Lăng"


def test_loading_again_leaves_an_area_ended_that_an_event_has_ended(chi_lang):
    Area.objects.filter(pk=chi_lang.pk).update(during=during(date(2025, 7, 1), date(2026, 9, 1)))
    assert load_areas() == Loaded(areas=0, corrected=0, successions=0)
    assert not Area.objects.filter(code="06463", during__contains=TODAY).exists()


def test_every_area_below_a_province_lies_in_one_of_its_own_era():
    assert not Area.objects.exclude(level=Level.PROVINCE).filter(parent=None).exists()
    pairs = Area.objects.exclude(parent=None).values_list("during__startswith", "parent__during__startswith").distinct()
    assert {start == parent_start for start, parent_start in pairs} == {True}


@pytest.mark.parametrize(
    ("code", "on", "name", "kind", "short_name", "slug"),
    [
        ("06463", TODAY, "Xã Chi Lăng", "Xã", "Chi Lăng", "chi-lang"),
        ("06463", BEFORE, "Thị trấn Đồng Mỏ", "Thị trấn", "Đồng Mỏ", "dong-mo"),
        ("22240", TODAY, "Phường Phú Yên", "Phường", "Phú Yên", "phu-yen"),
        ("22736", TODAY, "Đặc khu Trường Sa", "Đặc khu", "Trường Sa", "truong-sa"),
    ],
)
def test_names_are_taken_apart(code, on, name, kind, short_name, slug):
    area = queries.area_on(code, Level.COMMUNE, on)
    assert (area.name, area.kind, area.short_name, area.slug) == (name, kind, short_name, slug)


def test_the_kind_is_the_one_that_the_name_says():
    assert gazetteer.named("Thị Trấn Prao") == ("Thị trấn", "Prao")
    assert Area.objects.get(name="Phường Việt Hòa", during__contains=TODAY).kind == "Phường"


def test_a_numbered_ward_keeps_its_kind_in_its_short_name():
    assert set(Area.objects.filter(name="Phường 5").values_list("short_name", flat=True)) == {"Phường 5"}


def test_a_name_without_a_kind_is_refused():
    with pytest.raises(ValueError, match="begins with no kind"):
        gazetteer.named("Chi Lăng")


def test_names_are_composed_unicode_without_spare_spaces():
    assert [name for name in Area.objects.values_list("name", flat=True) if tidy(name) != name] == []
