from django.urls import path

from aoxanh.recognition.views import badge

app_name = "badge"
urlpatterns = [
    path("<uuid:pk>/", badge.page, name="page"),
    path("<uuid:pk>/tai/", badge.download, name="download"),
]
