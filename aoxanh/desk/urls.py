from django.urls import include, path, register_converter

from aoxanh.desk.converters import Day
from aoxanh.desk.views import acting, home, moves, officers, reorganisations, units

register_converter(Day, "day")

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("cua-toi/", home.my, name="my"),
    path("nhap-xuat/", include("aoxanh.desk.urls_imports")),
    path("thay-mat/", acting.choose, name="acting"),
    path("don-vi/", units.units, name="units"),
    path("don-vi/ngay/<day:on>/", units.day, name="day"),
    path("don-vi/<slug:slug>/", units.unit, name="unit"),
    path("don-vi/<slug:slug>/sua/", officers.edit, name="unit_edit"),
    path("don-vi/<slug:slug>/can-bo/", officers.listing, name="officers"),
    path("don-vi/<slug:slug>/chuc-danh/tao/", officers.new_post, name="post_new"),
    path("sap-xep/", reorganisations.listing, name="reorganisations"),
    path("sap-xep/tao/", reorganisations.new, name="reorganisation_new"),
    path("sap-xep/chon-noi/", moves.listing, name="moves"),
    path("sap-xep/<uuid:pk>/", reorganisations.detail, name="reorganisation"),
    path("sap-xep/<uuid:pk>/sua/", reorganisations.edit, name="reorganisation_edit"),
    path("sap-xep/<uuid:pk>/van-ban/", reorganisations.document, name="reorganisation_document"),
    path("sap-xep/<uuid:pk>/them/<slug:verb>/", reorganisations.entry, name="reorganisation_entry"),
    path("sap-xep/<uuid:pk>/bot/", reorganisations.take_out, name="reorganisation_take_out"),
    path("sap-xep/<uuid:pk>/xem-truoc/", reorganisations.preview, name="reorganisation_preview"),
    path("sap-xep/<uuid:pk>/hoan-tac/", reorganisations.undo, name="reorganisation_undo"),
    path("sap-xep/<uuid:pk>/dao-nguoc/", reorganisations.reverse, name="reorganisation_reverse"),
    path("sap-xep/<uuid:pk>/bo/", reorganisations.discard, name="reorganisation_discard"),
    path("chuc-danh/<uuid:pk>/bo-nhiem/", officers.appoint, name="appoint"),
    path("chuc-danh/<uuid:pk>/ket-thuc/", officers.close_post, name="post_close"),
    path("bo-nhiem/<uuid:pk>/ket-thuc/", officers.end_appointment, name="appointment_end"),
]
