from django.urls import path

from aoxanh.recognition.views import record

app_name = "record"
urlpatterns = [
    path("", record.own, name="own"),
    path("ban-in/", record.new_paper, name="new_paper"),
    path("ban-in/<uuid:pk>.pdf", record.paper, name="paper"),
    path("ban-in/<uuid:pk>/rut/", record.withdraw_paper, name="withdraw_paper"),
    path("chia-se/", record.share, name="share"),
    path("chia-se/duong-dan/", record.link, name="link"),
    path("chia-se/xem-truoc/", record.preview, name="preview"),
]
