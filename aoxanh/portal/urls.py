"""The addresses of the public site."""

from django.urls import path

from aoxanh.portal.views import activities, campaigns, home, need, units
from aoxanh.portal.views.map import embedded_map, map_list, map_points, needs_map

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("noi/", home.place, name="place"),
    path("hoat-dong/", activities.activities, name="activities"),
    path("hoat-dong/<slug:slug>/", activities.activity, name="activity"),
    path("hoat-dong/<slug:slug>/anh.png", activities.activity_card, name="activity_card"),
    path("hoat-dong/<slug:slug>/lich.ics", activities.activity_calendar, name="activity_calendar"),
    path("chien-dich/", campaigns.campaigns, name="campaigns"),
    path("chien-dich/<slug:slug>/", campaigns.campaign, name="campaign"),
    path("nhu-cau/", needs_map, name="map"),
    path("nhu-cau/diem.json", map_points, name="map_points"),
    path("nhu-cau/danh-sach/", map_list, name="map_list"),
    path("nhu-cau/nhung/", embedded_map, name="map_embedded"),
    path("nhu-cau/<slug:slug>/", need.need, name="need"),
    path("nhu-cau/<slug:slug>/lien-he/", need.need_contact, name="need_contact"),
    path("nhu-cau/<slug:slug>/anh.png", need.need_card, name="need_card"),
    path("don-vi/", units.units, name="units"),
    path("don-vi/<slug:slug>/", units.unit, name="unit"),
]
