"""The text in a pass's QR."""

import pytest
from django.test import override_settings

from aoxanh.activities.passes import pass_text, read_pass
from aoxanh.kit.refusals import Refused


def test_a_pass_reads_back_as_its_code(signup):
    assert read_pass(pass_text(signup)) == signup.code


def test_a_pass_reads_back_in_small_letters_and_with_ends(signup):
    assert read_pass(f" {pass_text(signup).lower()}\n") == signup.code


def test_a_pass_keeps_to_the_letters_that_make_a_small_qr(signup):
    assert set(pass_text(signup)) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ:")
    assert len(pass_text(signup)) == 29


def test_a_pass_stays_good_while_the_key_is_replaced(signup, settings):
    text = pass_text(signup)
    with override_settings(SECRET_KEY="a new one", SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert read_pass(text) == signup.code


@pytest.mark.parametrize(
    "forge", [lambda t: t[:-1] + ("A" if t[-1] != "A" else "B"), lambda t: t[:4] + "22222222" + t[12:], lambda t: t[:12] + ":"]
)
def test_a_forged_pass_is_refused(forge, signup):
    with pytest.raises(Refused) as caught:
        read_pass(forge(pass_text(signup)))
    assert caught.value.code == "forged_pass"


@pytest.mark.parametrize("text", ["", "https://vnexpress.net", "WIFI:T:WPA;S:quan;;", "AX2:KM4T9QXB:AAAA", "KM4T9QXB"])
def test_another_qr_is_no_pass(text):
    with pytest.raises(Refused) as caught:
        read_pass(text)
    assert caught.value.code == "not_a_pass"
