"""Role × page: every address of our own apps, who gets what there.

A new page is one new line of MATRIX. `things` name values of `ground.py`, all of them in Đoàn xã Vạn Linh; they fill the address.

    public(…)                 everyone, signed out too
    signed_in(…)              whoever is signed in; the others are led to the sign-in
    desk("x.read", …)         a page without an object: who holds the permission in any unit; the others get `others`
    own("x.read", …)          a page of an object: who holds the permission in its unit; the others, and all roles of another unit, get 404
    holder(…)                 a page of the volunteer's own things: everyone else gets 404

With `post=True` the address is asked by POST. Who is let through gets a page, a redirect, a mistake (422) or a refusal (409): anything but
403, 404, 405 and 5xx. Who is not gets exactly `others`, and by POST never more than that.
"""

from tests.access.matrix.coordination import COORDINATION
from tests.access.matrix.everyone import EVERYONE
from tests.access.matrix.hours import HOURS
from tests.access.matrix.lines import Line
from tests.access.matrix.offices import OFFICES
from tests.access.matrix.papers import PAPERS
from tests.access.matrix.person import PERSON
from tests.access.matrix.seals import SEALS
from tests.access.matrix.work import WORK

__all__ = ["EXEMPT", "MATRIX", "Line"]

EXEMPT = {"openid_connect_callback"}
"""allauth's own; static files have no address in the resolver."""

MATRIX: dict[str, Line] = {**EVERYONE, **OFFICES, **WORK, **COORDINATION, **HOURS, **PERSON, **PAPERS, **SEALS}
