from django.urls import path

from aoxanh.activities.views import decisions, desk, writing

app_name = "activities"
urlpatterns = [
    path("", desk.activity_list, name="list"),
    path("tao/", writing.new, name="new"),
    path("ca-moi/", writing.shift_row, name="shift_row"),
    path("duyet/", decisions.approvals, name="approvals"),
    path("<uuid:pk>/", desk.detail, name="detail"),
    path("<uuid:pk>/sua/", writing.edit, name="edit"),
    path("<uuid:pk>/danh-sach/", desk.roster, name="roster"),
    path("<uuid:pk>/danh-sach/<uuid:shift_pk>/in/", desk.paper, name="paper"),
    path("<uuid:pk>/gui-duyet/", decisions.submit, name="submit"),
    path("<uuid:pk>/duyet/", decisions.approve, name="approve"),
    path("<uuid:pk>/tra-lai/", decisions.return_, name="return"),
    path("<uuid:pk>/huy/", decisions.cancel, name="cancel"),
]
