from django.urls import path

from aoxanh.activities.views import decisions, desk, passes, postponing, rules, series, starting, waiting, writing

app_name = "activities"
urlpatterns = [
    path("", desk.activity_list, name="list"),
    path("tao/", writing.new, name="new"),
    path("tao/chep/", starting.former, name="former"),
    path("ca-moi/", writing.shift_row, name="shift_row"),
    path("ca-moi/<int:number>/vai-tro/", writing.role_row, name="role_row"),
    path("ca-moi/<int:number>/dot/", writing.wave_row, name="wave_row"),
    path("mau/", series.template_list, name="templates"),
    path("mau/<uuid:pk>/", series.template, name="template"),
    path("mau/<uuid:pk>/xoa/", series.delete_template, name="delete_template"),
    path("quy-dinh-duyet/", rules.rules, name="rules"),
    path("quy-dinh-duyet/<uuid:pk>/bo/", rules.drop, name="drop_rule"),
    path("duyet/", decisions.approvals, name="approvals"),
    path("<uuid:pk>/", desk.detail, name="detail"),
    path("<uuid:pk>/sua/", writing.edit, name="edit"),
    path("<uuid:pk>/cho/", waiting.waiting_list, name="waiting"),
    path("<uuid:pk>/vang/<uuid:signup_pk>/", waiting.excuse, name="excuse"),
    path("<uuid:pk>/danh-sach/", desk.roster, name="roster"),
    path("<uuid:pk>/danh-sach/<uuid:shift_pk>/in/", desk.paper, name="paper"),
    path("<uuid:pk>/danh-sach/<uuid:shift_pk>/the.pdf", passes.passes_pdf, name="passes"),
    path("<uuid:pk>/danh-sach/<uuid:signup_pk>/doi-the/", passes.reissue_for, name="reissue"),
    path("<uuid:pk>/gui-duyet/", decisions.submit, name="submit"),
    path("<uuid:pk>/duyet/", decisions.approve, name="approve"),
    path("<uuid:pk>/tra-lai/", decisions.return_, name="return"),
    path("<uuid:pk>/huy/", decisions.cancel, name="cancel"),
    path("<uuid:pk>/hoan/", postponing.postpone, name="postpone"),
    path("<uuid:pk>/mo-lai/", postponing.resume, name="resume"),
    path("<uuid:pk>/lap-lai/", series.repeat, name="repeat"),
    path("<uuid:pk>/dung-chuoi/", series.stop, name="stop_series"),
    path("<uuid:pk>/luu-mau/", series.save_template, name="save_template"),
]
