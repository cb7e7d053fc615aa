"""An authority for trying out, the key of Đoàn xã Vạn Linh, and a paper to sign."""

import pytest

from aoxanh.accounts.models import User
from aoxanh.documents.actions import add_key
from aoxanh.documents.models import SigningKey
from aoxanh.documents.trial_authority import Authority, make_authority
from aoxanh.kit import typesetting
from aoxanh.org.models import Unit

PASSWORD = "mat-khau-cua-khoa"


@pytest.fixture(scope="session")
def authority() -> Authority:
    return make_authority()


@pytest.fixture
def unit_key(authority: Authority, commune_union: Unit, secretary: User) -> SigningKey:
    return add_key(commune_union, content=authority.unit_key(commune_union.name, PASSWORD), password=PASSWORD, by=secretary)


@pytest.fixture(scope="session")
def plain() -> bytes:
    return typesetting.pdf('#set page(paper: "a4", flipped: true)\n#set text(font: "Be Vietnam Pro")\nGiấy chứng nhận', {})
