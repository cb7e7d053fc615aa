from django.urls import path, re_path

from aoxanh.desk.views import exports, import_rows, imports

urlpatterns = [
    path("", imports.imports, name="imports"),
    path("nhap/", imports.import_new, name="import_new"),
    path("mau/<slug:code>.xlsx", exports.template, name="import_template"),
    re_path(r"^xuat/(?P<code>[a-z]+)\.(?P<form>xlsx|csv)$", exports.export, name="export"),
    re_path(r"^xuat/dang-ky/(?P<pk>[0-9a-f-]{36})\.(?P<form>xlsx|csv)$", exports.roster, name="export_roster"),
    path("<uuid:pk>/", imports.preview, name="import"),
    path("<uuid:pk>/tien-do/", imports.progress, name="import_progress"),
    path("<uuid:pk>/ghi/", imports.commit, name="import_commit"),
    path("<uuid:pk>/hoan-tac/", imports.undo, name="import_undo"),
    path("<uuid:pk>/bo/", imports.drop, name="import_drop"),
    path("<uuid:pk>/trang-khac/", imports.sheet, name="import_sheet"),
    path("<uuid:pk>/can-sua.xlsx", exports.wrong_rows, name="import_wrong"),
    path("<uuid:pk>/dong/<int:number>/", import_rows.fix, name="import_row"),
    path("<uuid:pk>/dong/<int:number>/bo/", import_rows.leave_out, name="import_row_skip"),
    path("<uuid:pk>/dong/<int:number>/lay-lai/", import_rows.put_back, name="import_row_back"),
    path("<uuid:pk>/dong/<int:number>/so/", import_rows.compare, name="import_compare"),
]
