from django.urls import path

from aoxanh.activities.views import children, guardians

app_name = "guardian"
urlpatterns = [
    path("giam-ho/<str:token>/", guardians.answer, name="answer"),
    path("toi/con-em/", children.children, name="children"),
    path("toi/con-em/loi-moi/<uuid:pk>/", children.question, name="question"),
    path("toi/con-em/<uuid:pk>/", children.child, name="child"),
    path("toi/con-em/<uuid:pk>/rut/", children.withdraw, name="withdrawal"),
    path("toi/con-em/<uuid:pk>/dong-y/", children.agree_again, name="agreement"),
    path("toi/con-em/<uuid:pk>/anh/", children.pictures, name="pictures"),
    path("toi/con-em/<uuid:pk>/cho-phep/<slug:purpose>/", children.allowance, name="allowance"),
]
