from django.urls import path

from aoxanh.attendance.views import feedback

app_name = "feedback"
urlpatterns = [
    path("cam-on/", feedback.given, name="given"),
    path("<str:key>/", feedback.give, name="give"),
]
