"""What verifiers of badges ask: the same in every language, and for ever."""

from django.urls import path

from aoxanh.recognition.views import issuers

app_name = "badges"
urlpatterns = [
    path(".well-known/did.json", issuers.site_document, name="site"),
    path(".well-known/jwks.json", issuers.keys, name="keys"),
    path("don-vi/<uuid:pk>/did.json", issuers.document, name="document"),
    path("don-vi/<uuid:pk>/issuer.json", issuers.profile, name="issuer"),
    path("don-vi/<uuid:pk>/trang-thai/<int:number>.jwt", issuers.status_list, name="status_list"),
]
