from django.urls import path

from aoxanh.recognition.views import verify

app_name = "verify"
urlpatterns = [path("", verify.form, name="form"), path("<str:code>/", verify.show, name="show")]
