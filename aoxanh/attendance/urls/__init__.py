from django.urls import path

from aoxanh.attendance.views import app, door, doubts, feedback, phones, ways

app_name = "attendance"
urlpatterns = [
    path("", door.today, name="today"),
    path("hoat-dong/<uuid:activity_pk>/", door.activity, name="activity"),
    path("hoat-dong/<uuid:activity_pk>/cach/", ways.ways, name="ways"),
    path("hoat-dong/<uuid:activity_pk>/cach/<slug:key>/moi/", ways.renew, name="renew_key"),
    path("hoat-dong/<uuid:activity_pk>/xem-lai/", doubts.review, name="review"),
    path("hoat-dong/<uuid:activity_pk>/xem-lai/nhan-het/", doubts.accept, name="accept_doubts"),
    path("xem-lai/<uuid:pk>/giu/", doubts.keep, name="keep_doubt"),
    path("xem-lai/<uuid:pk>/doi-gio/", doubts.change, name="change_doubt"),
    path("xem-lai/<uuid:pk>/bo/", doubts.drop, name="drop_doubt"),
    path("may/", phones.shifts, name="phone_shifts"),
    path("may/chuan-bi/", phones.prepare, name="phone_prepare"),
    path("may/gui/", phones.send, name="phone_send"),
    path("may/cua/", app.page, name="app"),
    path("may/cua/sw.js", app.worker, name="app_worker"),
    path("may/cua/app.webmanifest", app.manifest, name="app_manifest"),
    path("may/cua/nguoi/", app.who, name="app_who"),
    path("hoat-dong/<uuid:activity_pk>/gop-y/", feedback.voices, name="feedback"),
    path("hoat-dong/<uuid:activity_pk>/gop-y/da-xem/", feedback.heed, name="heed"),
    path("hoat-dong/<uuid:activity_pk>/cam-on/", feedback.thank, name="thank"),
    path("gop-y/<uuid:pk>/an/", feedback.hide, name="hide_feedback"),
    path("<uuid:shift_pk>/", door.scan, name="scan"),
    path("<uuid:shift_pk>/danh-sach/", door.roster, name="roster"),
    path("<uuid:shift_pk>/den/", door.check_in, name="check_in"),
    path("<uuid:shift_pk>/ve/", door.check_out, name="check_out"),
]
