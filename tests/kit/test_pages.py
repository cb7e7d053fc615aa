import json

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from aoxanh.kit.pages import answer_refusal, toast
from aoxanh.kit.refusals import Refused

FULL = Refused("full", "Ca sáng vừa đủ người.")


@pytest.fixture
def request_() -> HttpRequest:
    request = RequestFactory().post("/")
    request.session = {}
    request._messages = FallbackStorage(request)
    request.user = None
    return request


def test_a_refusal_is_a_page_with_the_sentence_and_a_way_back(request_: HttpRequest) -> None:
    answer = answer_refusal(request_, FULL, back="/hoat-dong/")
    assert (answer.status_code, answer["X-Refusal"]) == (409, "full")
    assert "Ca sáng vừa đủ người." in answer.content.decode()
    assert 'href="/hoat-dong/"' in answer.content.decode()


def test_too_many_tries_have_their_own_status(request_: HttpRequest) -> None:
    assert answer_refusal(request_, Refused("too_many_tries", "Đợi 5 phút.")).status_code == 429


def test_htmx_gets_a_refusal_as_a_toast_and_swaps_nothing(request_: HttpRequest) -> None:
    request_.htmx = True
    answer = answer_refusal(request_, FULL)
    assert (answer.status_code, answer["HX-Reswap"], answer.content) == (409, "none", b"")
    assert json.loads(answer["HX-Trigger"]) == {"toast": {"text": "Ca sáng vừa đủ người.", "kind": "bad", "undo": ""}}


def test_a_toast_travels_in_ascii() -> None:
    assert toast(HttpResponse(), "Đã duyệt", undo="/x/")["HX-Trigger"].isascii()


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "409", "429", "500"])
def test_error_pages_need_nothing_from_the_request(name: str) -> None:
    from django.template.loader import render_to_string

    assert "<h1" in render_to_string(f"{name}.html")
