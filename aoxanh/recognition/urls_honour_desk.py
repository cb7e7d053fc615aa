from django.urls import path

from aoxanh.recognition.views import honour_desk

app_name = "honour_desk"
urlpatterns = [
    path("", honour_desk.boards, name="list"),
    path("moi/", honour_desk.new, name="new"),
    path("<uuid:pk>/", honour_desk.board, name="board"),
    path("<uuid:pk>/hoi/", honour_desk.ask, name="ask"),
    path("<uuid:pk>/go/", honour_desk.close, name="close"),
]
