from django.urls import path

from aoxanh.attendance import views

app_name = "attendance"
urlpatterns = [
    path("", views.today, name="today"),
    path("hoat-dong/<uuid:activity_pk>/", views.activity, name="activity"),
    path("<uuid:shift_pk>/", views.scan, name="scan"),
    path("<uuid:shift_pk>/danh-sach/", views.roster, name="roster"),
    path("<uuid:shift_pk>/den/", views.check_in, name="check_in"),
    path("<uuid:shift_pk>/ve/", views.check_out, name="check_out"),
]
