from django.urls import path

from aoxanh.needs.views import reports

app_name = "need_reports"
urlpatterns = [
    path("", reports.new, name="new"),
    path("tra-cuu/", reports.by_code, name="by_code"),
    path("<str:code>/", reports.state, name="state"),
]
