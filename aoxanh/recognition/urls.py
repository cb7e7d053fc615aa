from django.urls import path

from aoxanh.recognition.views import desk

app_name = "recognition"
urlpatterns = [
    path("<uuid:pk>.pdf", desk.pdf, name="pdf"),
    path("<uuid:pk>/", desk.activity, name="activity"),
    path("<uuid:pk>/cap/", desk.issue, name="issue"),
    path("<uuid:pk>/xem-truoc.png", desk.preview, {"form": "png"}, name="preview_png"),
    path("<uuid:pk>/xem-truoc.pdf", desk.preview, {"form": "pdf"}, name="preview_pdf"),
    path("<uuid:pk>/in-<int:part>.pdf", desk.printed, name="printed"),
]
