"""The drawings of kinds of work on pages."""

import pytest
from django.template import Context, Template

from aoxanh.activities.drawings import PICTURES, drawing
from aoxanh.kit.parts.icons import shapes
from aoxanh.needs.kinds import KINDS

CODES = sorted(KINDS)


def test_every_kind_has_a_drawing_and_every_drawing_a_kind():
    assert sorted(path.stem for path in PICTURES.glob("*")) == CODES


@pytest.mark.parametrize("code", CODES)
def test_every_kind_has_an_icon(code: str):
    assert shapes(KINDS[code].icon)


def test_a_code_that_we_no_longer_know_is_drawn_as_other_work():
    assert drawing("../secret") == drawing("other")


def test_a_scene_is_silent_unless_it_has_a_label():
    page = Template('{% load scenes %}{% scene "repair" %}').render(Context())
    opening = '<svg class="ill w-full" viewBox="0 0 720 320" preserveAspectRatio="xMidYMax slice" aria-hidden="true"><rect class="i-sky"'
    assert page.startswith(opening)
    assert page.endswith("</svg>")


def test_a_label_and_classes_are_escaped():
    page = Template("{% load scenes %}{% scene kind classes label %}").render(Context({"kind": "gift", "classes": '"><', "label": '"áo"'}))
    assert page.startswith(
        '<svg class="ill &quot;&gt;&lt;" viewBox="0 0 720 320" preserveAspectRatio="xMidYMax slice" role="img" aria-label="&quot;áo&quot;">'
    )


def test_a_template_gets_the_kind_of_a_code():
    page = Template('{% load scenes %}{% with k="repair"|kind %}{{ k.icon }}{% endwith %}').render(Context())
    assert page == "hammer"
