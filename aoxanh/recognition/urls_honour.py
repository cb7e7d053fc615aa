from django.urls import path

from aoxanh.recognition.views import honour

app_name = "honour"
urlpatterns = [
    path("don-vi/<slug:slug>/bang-ghi-cong/", honour.unit, name="unit"),
    path("bang-ghi-cong/", honour.boards, name="list"),
    path("bang-ghi-cong/<uuid:pk>/", honour.board, name="board"),
]
