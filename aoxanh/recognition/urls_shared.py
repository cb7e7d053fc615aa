from django.urls import path

from aoxanh.recognition.views import shared

app_name = "shared"
urlpatterns = [path("<str:key>/", shared.record, name="record")]
