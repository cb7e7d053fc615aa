from django.urls import path

from aoxanh.matching.views import dispatch

app_name = "dispatch"
urlpatterns = [
    path("", dispatch.rounds, name="list"),
    path("tao/", dispatch.new, name="new"),
    path("den/", dispatch.incoming, name="incoming"),
    path("den/<uuid:pk>/", dispatch.answer, name="answer"),
    path("<uuid:pk>/", dispatch.detail, name="detail"),
    path("<uuid:pk>/them/", dispatch.leg, name="leg"),
    path("<uuid:pk>/dong/<uuid:leg_pk>/", dispatch.leg, name="edit_leg"),
    path("<uuid:pk>/dong/<uuid:leg_pk>/bo/", dispatch.remove, name="remove_leg"),
    path("<uuid:pk>/goi-y/", dispatch.suggest, name="suggest"),
    path("<uuid:pk>/gui/", dispatch.send, name="send"),
    path("<uuid:pk>/chep/", dispatch.copy, name="copy"),
    path("<uuid:pk>/huy/", dispatch.cancel, name="cancel"),
]
