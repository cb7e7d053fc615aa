from django.urls import path

from aoxanh.people.views import desk, members

app_name = "persons"
urlpatterns = [
    path("", desk.people_list, name="list"),
    path("moi/", desk.new, name="new"),
    path("<uuid:pk>/", desk.detail, name="detail"),
    path("<uuid:pk>/sua/", desk.edit, name="edit"),
    path("<uuid:pk>/giu/", desk.keep, name="keep"),
    path("<uuid:pk>/nhay-cam/", desk.sensitive, name="sensitive"),
    path("<uuid:pk>/don-vi/", members.join, name="join"),
    path("sinh-hoat/<uuid:pk>/", members.leave, name="leave"),
    path("ky-nang/<uuid:pk>/", members.paper, name="paper"),
    path("ky-nang/<uuid:pk>/thu-hoi/", members.unprove, name="unprove"),
]
