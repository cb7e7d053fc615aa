from django.urls import path

from aoxanh.people.views import claims, consents, data, guardians, profile, sections

app_name = "people"
urlpatterns = [
    path("ho-so/", profile.profile, name="profile"),
    path("ho-so/ky-nang/", sections.skills, name="skills"),
    path("ho-so/luc-ranh/", sections.availability, name="availability"),
    path("ho-so/lien-he/", sections.contact, name="contact"),
    path("ho-so/nhay-cam/", sections.sensitive, name="sensitive"),
    path("ho-so/anh/", sections.portrait, name="portrait"),
    path("dong-y/", consents.consents, name="consents"),
    path("dong-y/<slug:purpose>/", consents.consent, name="consent"),
    path("du-lieu/", data.data, name="data"),
    path("du-lieu/ban-sao/", data.copy, name="copy"),
    path("du-lieu/dung-lai/", data.lift, name="lift"),
    path("du-lieu/xoa/", data.erasure, name="erasure"),
    path("nguoi-giam-ho/", guardians.guardians, name="guardians"),
    path("nguoi-giam-ho/<uuid:pk>/gui-lai/", guardians.resend, name="resend_guardian"),
    path("nhan-ho-so/", claims.record, name="claim"),
    path("nhan-ho-so/ma/", claims.code, name="claim_code"),
    path("nhan-ho-so/ma/moi/", claims.new_code, name="claim_new_code"),
    path("nhan-ho-so/ngay-sinh/", claims.by_birth, name="claim_by_birth"),
    path("nhan-ho-so/<uuid:pk>/", claims.take, name="claim_take"),
    path("goc/", profile.viewer, name="viewer"),
]
