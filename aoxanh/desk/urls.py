from django.urls import include, path, register_converter

from aoxanh.desk.converters import Day
from aoxanh.desk.views import acting, home, officers, units

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
    path("chuc-danh/<uuid:pk>/bo-nhiem/", officers.appoint, name="appoint"),
    path("chuc-danh/<uuid:pk>/ket-thuc/", officers.close_post, name="post_close"),
    path("bo-nhiem/<uuid:pk>/ket-thuc/", officers.end_appointment, name="appointment_end"),
]
