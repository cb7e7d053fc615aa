from django.urls import path

from aoxanh.records.views import declared, edit, lists

app_name = "records"
urlpatterns = [
    path("", lists.waiting, name="list"),
    path("tu-khai/", declared.declare, name="declare"),
    path("da-khai/", declared.works, name="declared"),
    path("da-khai/<uuid:pk>/rut/", declared.withdraw, name="withdraw"),
    path("<uuid:activity_pk>/", edit.edit, name="edit"),
    path("<uuid:activity_pk>/anh/", edit.pictures, name="pictures"),
    path("<uuid:activity_pk>/cong-bo/", edit.publish, name="publish"),
]
