from django.urls import path

from aoxanh.recognition.views import verify, verify_file

app_name = "verify"
urlpatterns = [
    path("", verify.form, name="form"),
    path("tep/", verify_file.check, name="file"),
    path("<str:code>/", verify.show, name="show"),
]
