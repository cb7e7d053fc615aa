from django.urls import path

from aoxanh.desk.views import audit

app_name = "audit"
urlpatterns = [
    path("", audit.log, name="log"),
    path("xuat.<slug:kind>", audit.export, name="export"),
]
