from django.urls import path

from aoxanh.recognition.views import endings

app_name = "endings"
urlpatterns = [
    path("<uuid:pk>/", endings.one, name="one"),
    path("<uuid:pk>/thu-hoi/", endings.revoke_one, name="revoke"),
    path("<uuid:pk>/sua/", endings.correct_one, name="correct"),
]
