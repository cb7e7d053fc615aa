from django.urls import path

from aoxanh.records.views import declared, edit, figures, lists, pictures, versions

app_name = "records"
urlpatterns = [
    path("", lists.waiting, name="list"),
    path("tu-khai/", declared.declare, name="declare"),
    path("da-khai/", declared.works, name="declared"),
    path("da-khai/<uuid:pk>/rut/", declared.withdraw, name="withdraw"),
    path("da-khai/<uuid:pk>/ghi-nhan/", declared.turn, name="turn"),
    path("<uuid:activity_pk>/", edit.edit, name="edit"),
    path("<uuid:activity_pk>/so-lieu/", figures.figures, name="figures"),
    path("<uuid:activity_pk>/anh/", pictures.pictures, name="pictures"),
    path("anh/<uuid:pk>/lam-mo/", pictures.blur, name="blur"),
    path("<uuid:activity_pk>/cong-bo/", edit.publish, name="publish"),
    path("<uuid:activity_pk>/mo-lai/", versions.reopen, name="reopen"),
    path("<uuid:activity_pk>/phien-ban/", versions.versions, name="versions"),
]
