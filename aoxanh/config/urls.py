"""Every address of the site. Vietnamese without a prefix, English under /en/, with the same slugs."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from aoxanh.accounts.views.ways import back

urlpatterns = [
    path("media/", include("aoxanh.media.urls")),
    path("", include("aoxanh.recognition.urls_badges")),
    path("tai-khoan/vao/qua/<slug:provider_id>/ve/", back, name="openid_connect_callback"),
    *i18n_patterns(
        path("ban-lam-viec/diem-danh/", include("aoxanh.attendance.urls")),  # First: the door asks most often.
        path("ban-lam-viec/diem-danh/", include("aoxanh.attendance.urls.paper")),
        path("den/", include("aoxanh.attendance.urls.arrive")),
        path("diem-danh/", include("aoxanh.attendance.urls.screen")),
        path("gop-y/", include("aoxanh.attendance.urls.feedback")),
        path("dia-gioi/", include("aoxanh.places.urls")),
        path("nhu-cau/bao-tin/", include("aoxanh.needs.urls_reports")),
        path("", include("aoxanh.portal.urls")),
        path("tai-khoan/", include("aoxanh.accounts.urls")),
        path("toi/", include("aoxanh.people.urls")),
        path("toi/gio/", include("aoxanh.attendance.urls.hours")),
        path("ban-lam-viec/gio/", include("aoxanh.attendance.urls.hours_desk")),
        path("dang-ky/", include("aoxanh.activities.urls.signup")),
        path("toi/nhat-ky/", include("aoxanh.desk.urls_own_log")),
        path("toi/ho-so-tinh-nguyen/", include("aoxanh.recognition.urls_record")),
        path("ho-so/", include("aoxanh.recognition.urls_shared")),
        path("", include("aoxanh.recognition.urls_honour")),
        path("ban-lam-viec/bang-ghi-cong/", include("aoxanh.recognition.urls_honour_desk")),
        path("", include("aoxanh.activities.urls.guardian")),
        path("", include("aoxanh.activities.urls.safety")),
        path("", include("aoxanh.activities.urls.teams")),
        path("ban-lam-viec/chien-dich/", include("aoxanh.desk.urls_campaigns")),
        path("ban-lam-viec/chien-dich/", include("aoxanh.activities.urls.campaigns")),
        path("ban-lam-viec/nguoi/tre-em/", include("aoxanh.activities.urls.minors")),
        path("ban-lam-viec/", include("aoxanh.desk.urls")),
        path("ban-lam-viec/quyen/", include("aoxanh.desk.urls_grants")),
        path("ban-lam-viec/nhat-ky/", include("aoxanh.desk.urls_audit")),
        path("ban-lam-viec/nguoi/trung/", include("aoxanh.people.urls_twins")),
        path("ban-lam-viec/nguoi/", include("aoxanh.people.urls_desk")),
        path("ban-lam-viec/du-lieu/", include("aoxanh.people.urls_data")),
        path("ban-lam-viec/nhu-cau/", include("aoxanh.needs.urls")),
        path("ban-lam-viec/ban-do/", include("aoxanh.activities.urls.map")),
        path("ban-lam-viec/hoat-dong/", include("aoxanh.activities.urls")),
        path("", include("aoxanh.matching.urls.suggestions")),
        path("ban-lam-viec/dieu-phoi/", include("aoxanh.matching.urls")),
        path("ban-lam-viec/ghi-nhan/", include("aoxanh.records.urls")),
        path("ban-lam-viec/chung-nhan/", include("aoxanh.recognition.urls")),
        path("ban-lam-viec/giay-chung-nhan/", include("aoxanh.recognition.urls_endings")),
        path("toi/huy-hieu/", include("aoxanh.recognition.urls_badge")),
        path("ban-lam-viec/khoa/", include("aoxanh.documents.urls")),
        path("ban-lam-viec/dieu-dong/", include("aoxanh.matching.urls.dispatch")),
        path("ban-lam-viec/chuong-trinh/", include("aoxanh.indicators.urls")),
        path("chuong-trinh/", include("aoxanh.indicators.urls_public")),
        path("toi/chung-nhan/", include("aoxanh.recognition.urls_mine")),
        path("xac-minh/", include("aoxanh.recognition.urls_verify")),
        prefix_default_language=False,
    ),
]

if settings.DEMO:
    urlpatterns.append(path("demo/hop-thu/", include("aoxanh.notices.urls")))
if settings.DEBUG:
    urlpatterns.append(path("kit/", include("aoxanh.kit.urls")))
