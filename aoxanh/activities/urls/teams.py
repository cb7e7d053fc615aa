from django.urls import path

from aoxanh.activities.views import contracts, own_teams

app_name = "teams"
urlpatterns = [
    path("doi-hinh/<str:token>/", own_teams.join, name="join"),
    path("toi/doi/", own_teams.mine, name="mine"),
    path("toi/doi/<uuid:pk>/", own_teams.team, name="team"),
    path("toi/doi/<uuid:pk>/roi/", own_teams.leave, name="leave"),
    path("toi/doi/<uuid:pk>/moi/", own_teams.ask, name="ask"),
    path("toi/doi/<uuid:pk>/gioi-thieu/", own_teams.describe, name="describe"),
    path("toi/doi/<uuid:pk>/duong-dan/", own_teams.renew, name="link"),
    path("toi/doi/<uuid:pk>/<uuid:member_pk>/bo/", own_teams.remove, name="remove"),
    path("toi/hop-dong/", contracts.own, name="contracts"),
]
