"""The text in a pass's QR."""

from base64 import b32decode, b64decode
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from aoxanh.activities.passes import packed, pass_text, public_keys, read_pass, signature, unpacked
from aoxanh.kit.codes import ALPHABET
from aoxanh.kit.refusals import Refused


def test_a_pass_reads_back_as_its_code(signup):
    assert read_pass(pass_text(signup)) == signup.code


def test_a_pass_reads_back_in_small_letters_and_with_ends(signup):
    assert read_pass(f" {pass_text(signup).lower()}\n") == signup.code


def test_a_pass_keeps_to_the_letters_that_make_a_small_qr(signup):
    assert set(pass_text(signup)) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ:")
    assert len(pass_text(signup)) == 132


def test_a_pass_stays_good_while_the_key_is_replaced(signup, settings):
    text = pass_text(signup)
    with override_settings(SECRET_KEY="a new one", SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert read_pass(text) == signup.code


@pytest.mark.parametrize(
    "forge",
    [
        lambda t: t[:-1] + ("A" if t[-1] != "A" else "B"),
        lambda t: t[:20] + "2222" + t[24:],
        lambda t: t[:60],
        lambda t: "AX2:",
        lambda t: "AX2:0189",
    ],
)
def test_a_forged_or_cut_pass_is_refused(forge, signup):
    with pytest.raises(Refused) as caught:
        read_pass(forge(pass_text(signup)))
    assert caught.value.code == "forged_pass"


def test_a_pass_of_another_installation_is_known_as_such(signup):
    with override_settings(SECRET_KEY="of another province"):
        text = pass_text(signup)
    with pytest.raises(Refused) as caught:
        read_pass(text)
    assert caught.value.code == "foreign_pass"


def test_a_pass_of_before_stays_good(signup, settings):
    assert read_pass(f"AX1:{signup.code}:{signature(signup.code, settings.SECRET_KEY)}") == signup.code
    with pytest.raises(Refused) as caught:
        read_pass(f"AX1:{signup.code}:AAAAAAAAAAAAAAAA")
    assert caught.value.code == "forged_pass"


def test_the_public_key_alone_checks_a_pass_as_a_device_does(signup):
    """By the words of docs/algorithms/check-in.md, without any of our own code."""
    token = b32decode(pass_text(signup).removeprefix("AX2:"))
    key = b64decode(public_keys()[0].public_base64)
    assert token[0] == 2
    assert token[1:5] == sha256(key).digest()[:4]
    assert token[10:16] == signup.shift_id.bytes[-6:]
    Ed25519PublicKey.from_public_bytes(key).verify(token[16:], token[:16])


@given(st.text(alphabet=ALPHABET, min_size=8, max_size=8))
def test_every_code_packs_into_five_bytes_and_back(code):
    assert len(packed(code)) == 5
    assert unpacked(packed(code)) == code


@pytest.mark.parametrize("text", ["", "https://vnexpress.net", "WIFI:T:WPA;S:quan;;", "AX3:KM4T9QXB", "KM4T9QXB"])
def test_another_qr_is_no_pass(text):
    with pytest.raises(Refused) as caught:
        read_pass(text)
    assert caught.value.code == "not_a_pass"
