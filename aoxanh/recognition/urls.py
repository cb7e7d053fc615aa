from django.urls import path

from aoxanh.recognition.views import desk, issues, series, templates

app_name = "recognition"
urlpatterns = [
    path("<uuid:pk>.pdf", desk.pdf, name="pdf"),
    path("<uuid:pk>/", desk.activity, name="activity"),
    path("<uuid:pk>/cap/", desk.issue, name="issue"),
    path("<uuid:pk>/xem-truoc.png", desk.preview, {"form": "png"}, name="preview_png"),
    path("<uuid:pk>/xem-truoc.pdf", desk.preview, {"form": "pdf"}, name="preview_pdf"),
    path("<uuid:pk>/in-<int:part>.pdf", desk.printed, name="printed"),
    path("", issues.issues, name="issues"),
    path("dot/gio/", issues.hours_new, name="hours_new"),
    path("dot/dong-gop/", issues.contribution_new, name="contribution_new"),
    path("dot/<uuid:pk>/", issues.one_issue, name="one_issue"),
    path("dot/<uuid:pk>/tien-do/", issues.progress, name="issue_progress"),
    path("dot/<uuid:pk>/dung/", issues.stop, name="issue_stop"),
    path("dot/<uuid:pk>/tiep/", issues.resume, name="issue_resume"),
    path("dot/<uuid:pk>.zip", issues.zipped, name="issue_zip"),
    path("dot/<uuid:pk>/in-<int:part>.pdf", issues.printed, name="issue_printed"),
    path("so/", series.register, name="register"),
    path("so.xlsx", series.register_excel, name="register_excel"),
    path("mau/", templates.templates, name="templates"),
    path("mau/moi/", templates.template_new, name="template_new"),
    path("mau/<uuid:pk>/", templates.template, name="template"),
    path("mau/<uuid:pk>/soan/", templates.write, name="template_write"),
    path("mau/<uuid:pk>/xem/", templates.look, name="template_look"),
    path("mau/<uuid:pk>/trinh/", templates.submit, name="template_submit"),
    path("mau/<uuid:pk>/duyet/", templates.approve, name="template_approve"),
    path("mau/<uuid:pk>/tra-lai/", templates.give_back, name="template_return"),
    path("mau/<uuid:pk>/ban-moi/", templates.new_version, name="template_next"),
    path("mau/<uuid:pk>/ngung/", templates.retire, name="template_retire"),
    path("mau/<uuid:pk>/ban-<int:number>.png", templates.version_file, {"form": "png"}, name="version_png"),
    path("mau/<uuid:pk>/ban-<int:number>.pdf", templates.version_file, {"form": "pdf"}, name="version_pdf"),
]
