"""The page that verifies a certificate, as strangers ask for it: many codes, each rendered anew, then the same ones again; and files."""

import time
from collections.abc import Iterator
from itertools import cycle, islice

from django.db import transaction
from django.urls import reverse

from aoxanh.activities.models import Activity
from aoxanh.documents.actions import add_key
from aoxanh.documents.trial_authority import make_authority
from aoxanh.kit.codes import short_code
from aoxanh.recognition.models import CODE_LENGTH, Certificate
from aoxanh.recognition.papers import content_of, make_paper
from aoxanh.recognition.verifying import Found, look_at
from benchmarks.certificates import certificates
from benchmarks.figures import Figure
from benchmarks.ground import Site, scratch_database, serving
from benchmarks.load import Load, Request, load
from tests.cast import make_activity, make_area, make_unit, make_user

HELD, CLIENTS = 3_000, 16
ANEW, AGAIN, CHANGED = 2_400, 6_000, 60
BROWSER = {"Accept-Encoding": "gzip", "Accept-Language": "vi"}
PASSWORD = "khoa-de-do"
OK = 200


def run() -> Iterator[Figure]:
    """3,000 certificates; 16 clients, two web processes. Then, in one process, files of which one byte was changed."""
    with scratch_database() as database:
        codes = issue()
        signed = signed_file()
        with serving(database) as site:
            pages = [Request(reverse("verify:show", args=[code]), headers=BROWSER) for code in codes]
            load(site, pages[:40], clients=4)
            anew = measured(site, pages[40 : 40 + ANEW])
            again = measured(site, list(islice(cycle(pages[:400]), AGAIN)))
        start = time.process_time()
        for number in range(CHANGED):
            content = bytearray(signed)
            content[1000 + number] ^= 1
            assert look_at(bytes(content)).found != Found.GENUINE
        spent = time.process_time() - start
    yield Figure("per_second", anew.per_second, "/s")
    yield Figure("cpu_ms", anew.cpu_ms, "ms")
    yield Figure("kept_per_second", again.per_second, "/s")
    yield Figure("kept_cpu_ms", again.cpu_ms, "ms")
    yield Figure("file_cpu_ms", 1000 * spent / CHANGED, "ms")


@transaction.atomic
def issue() -> list[str]:
    """Certificates of one commune, saved at once."""
    province = make_area("20", "Tỉnh Lạng Sơn", "Tỉnh", 21.77, 106.73)
    area = make_area("06505", "Xã Vạn Linh", "Xã", 21.64, 106.48, province)
    unit = make_unit("commune_union", "DX-06505", "Đoàn xã Vạn Linh", "ĐTN-VL", area)
    officer = make_user("bithu@vanlinh.example", "Đinh Thùy Dương", area=area)
    activity: Activity = make_activity(unit, officer)
    rows = certificates(HELD)
    for row in rows:
        row.unit, row.activity, row.issued_by, row.code = unit, activity, officer, short_code(CODE_LENGTH)
    Certificate.objects.bulk_create(rows)
    key = make_authority().unit_key(unit.name, PASSWORD)
    add_key(unit, content=key, password=PASSWORD, by=officer)
    return [row.code for row in rows]


def signed_file() -> bytes:
    return content_of(make_paper(Certificate.objects.select_related("unit__area").order_by("number")[0]))


def measured(site: Site, requests: list[Request]) -> Load:
    """Every answer says that it is genuine, or the figures mean nothing."""
    found = load(site, requests, clients=CLIENTS)
    assert set(found.statuses) == {OK}, found.statuses
    return found
