"""Who can sign in to the demo. The code of each sign-in lies at /demo/hop-thu/."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Account:
    """A named account: who they are, and in a line what they do here."""

    key: str
    email: str
    full_name: str
    born_on: date
    says: str


SECRETARY = Account(
    "secretary",
    "bithu.vanlinh@aoxanh.example",
    "Đinh Thùy Dương",
    date(1995, 9, 12),
    "Đinh Thùy Dương, secretary of Đoàn xã Vạn Linh: organises, checks in, records, issues certificates",
)
FOCAL_POINT = Account(
    "focal_point",
    "daumoi.vanlinh@aoxanh.example",
    "Hoàng Thị Lan Anh",
    date(1998, 3, 26),
    "Hoàng Thị Lan Anh, focal point of Vạn Linh: publishes needs and keeps them true",
)
COORDINATOR = Account(
    "coordinator",
    "dieuphoi.langson@aoxanh.example",
    "Lâm Quốc Huy",
    date(1992, 12, 5),
    "Lâm Quốc Huy, coordinator at Tỉnh đoàn Lạng Sơn: approves what communes submit, follows the plan Chi Lăng",
)
HIGHLAND_COORDINATOR = Account(
    "highland_coordinator",
    "dieuphoi.daklak@aoxanh.example",
    "H'Liên Niê",
    date(1993, 7, 1),
    "H'Liên Niê, coordinator at Tỉnh đoàn Đắk Lắk: follows the plan Phú Yên",
)
COAST_SECRETARY = Account(
    "coast_secretary",
    "bithu.tuyhoa@aoxanh.example",
    "Huỳnh Gia Bảo",
    date(1996, 4, 1),
    "Huỳnh Gia Bảo, secretary of Đoàn phường Tuy Hòa, in what was Phú Yên",
)
VOLUNTEER = Account(
    "volunteer",
    "tinhnguyen.hanh@aoxanh.example",
    "Vi Thị Hạnh",
    date(2004, 5, 20),
    "Vi Thị Hạnh, volunteer in Vạn Linh: signs up, shows her pass, has hours and certificates",
)
INSPECTOR = Account(
    "inspector",
    "thanhtra.langson@aoxanh.example",
    "Nông Thị Ánh",
    date(1988, 10, 15),
    "Nông Thị Ánh, inspector at Tỉnh đoàn Lạng Sơn: sees everything in the province, changes nothing",
)

GUARDIAN = Account(
    "guardian",
    "phuhuynh.vanlinh@aoxanh.example",
    "Nông Thị Xuân",
    date(1986, 2, 18),
    "Nông Thị Xuân, mother in Vạn Linh: agreed that her son takes part, sees his pass; her daughter waits for her answer",
)

DATA_OFFICER = Account(
    "data_officer",
    "dulieu.langson@aoxanh.example",
    "Triệu Minh Quân",
    date(1990, 6, 9),
    "Triệu Minh Quân, data officer at Tỉnh đoàn Lạng Sơn: answers requests about personal data within their clocks",
)

ADMINISTRATOR = Account(
    "administrator",
    "tochuc.langson@aoxanh.example",
    "Hoàng Văn Khánh",
    date(1987, 4, 22),
    "Hoàng Văn Khánh, administrator at Tỉnh đoàn Lạng Sơn: gives and withdraws roles, reads the log; organises for Vạn Linh too",
)

CENTRAL = Account(
    "central",
    "dieuphoi.trunguong@aoxanh.example",
    "Trần Minh Đức",
    date(1986, 3, 26),
    "Trần Minh Đức, coordinator at the Central Union: decides where a second level must agree, sets how many do",
)

FIRST = (SECRETARY, FOCAL_POINT, COORDINATOR, VOLUNTEER, INSPECTOR, COAST_SECRETARY, HIGHLAND_COORDINATOR)
"""Those to whom others refer while the province is made; the guardian comes later, with her children, two officers last."""

ACCOUNTS = (*FIRST, GUARDIAN, DATA_OFFICER, ADMINISTRATOR, CENTRAL)
