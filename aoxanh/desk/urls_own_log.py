from django.urls import path

from aoxanh.desk.views import audit

app_name = "own_log"
urlpatterns = [path("", audit.mine, name="mine")]
