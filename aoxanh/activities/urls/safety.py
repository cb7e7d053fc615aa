"""Safety, incidents, messages and posters: pages of the desk, of volunteers, and one that works without a network."""

from django.urls import path

from aoxanh.activities.views import announcements, briefing, handouts, incident_desk, incidents, posters, safety

app_name = "safety"
DESK, ACTIVITY = "ban-lam-viec/", "ban-lam-viec/hoat-dong/<uuid:pk>/"
urlpatterns = [
    path("bao-su-co/", incidents.report, name="report"),
    path("bao-su-co/vo/", incidents.shell, name="shell"),
    path("bao-su-co/may.js", incidents.worker, name="worker"),
    path("bao-su-co/noi/", incidents.places, name="places"),
    path("bao-su-co/gui/", incidents.receive, name="receive"),
    path("bao-su-co/<uuid:request_id>/", incidents.sent, name="sent"),
    path("an-toan/<uuid:pk>/", briefing.briefing, name="briefing"),
    path(f"{DESK}su-co/", incident_desk.incidents, name="incidents"),
    path(f"{DESK}su-co/<uuid:pk>/", incident_desk.incident, name="incident"),
    path(f"{DESK}su-co/<uuid:pk>/<slug:what>/", incident_desk.step, name="step"),
    path(f"{DESK}dung-cu/<uuid:pk>/bo/", safety.drop_equipment, name="drop_equipment"),
    path(f"{DESK}dung-cu/<uuid:shift_pk>/", handouts.checklist, name="handouts"),
    path(f"{DESK}dung-cu/<uuid:shift_pk>/phat/", handouts.give, name="hand_out"),
    path(f"{DESK}dung-cu/<uuid:shift_pk>/nhan-lai/", handouts.take, name="take_back"),
    path(f"{ACTIVITY}an-toan/", safety.overview, name="overview"),
    path(f"{ACTIVITY}an-toan/pho-bien/", safety.briefing, name="write_briefing"),
    path(f"{ACTIVITY}an-toan/nghe-tai-cho/", safety.heard, name="heard"),
    path(f"{ACTIVITY}an-toan/dung-cu/", safety.equipment, name="equipment"),
    path(f"{ACTIVITY}an-toan/rui-ro/", safety.risk, name="risk"),
    path(f"{ACTIVITY}tin-nhan/", announcements.announce, name="announce"),
    path(f"{ACTIVITY}ap-phich/", posters.poster, name="poster"),
    path(f"{ACTIVITY}ap-phich/a4.pdf", posters.poster_pdf, name="poster_pdf"),
    path(f"{ACTIVITY}ap-phich/a4.png", posters.poster_preview, name="poster_preview"),
]
