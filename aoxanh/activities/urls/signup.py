from django.urls import path

from aoxanh.activities.views import absences, calendars, guests, offers, parties, postponing, prospects, signups, swaps, waiting, wishes

app_name = "signup"
urlpatterns = [
    path("ca-hop/", prospects.fitting, name="fitting"),
    path("lich/", calendars.subscription, name="subscription"),
    path("lich/<str:key>.ics", calendars.feed, name="feed"),
    path("<uuid:shift_pk>/", signups.new, name="new"),
    path("<uuid:shift_pk>/nguyen-vong/", wishes.wish, name="wish"),
    path("<uuid:shift_pk>/khach/", guests.guest, name="guest"),
    path("<uuid:shift_pk>/khach/ma/", guests.code, name="guest_code"),
    path("<uuid:shift_pk>/khach/ma/moi/", guests.new_code, name="guest_new_code"),
    path("<uuid:shift_pk>/nhom/", parties.new, name="new_party"),
    path("nhom/<uuid:pk>/", parties.party, name="party"),
    path("<uuid:shift_pk>/cho/", waiting.wait, name="wait"),
    path("nguyen-vong/<uuid:pk>/bo/", wishes.drop, name="drop_wish"),
    path("cho/<uuid:pk>/", waiting.waiting, name="waiting"),
    path("cho/<uuid:pk>/roi/", waiting.leave, name="leave"),
    path("loi-moi/<uuid:pk>/", offers.offer, name="offer"),
    path("loi-moi/<uuid:pk>/nhan/", offers.accept, name="accept"),
    path("loi-moi/<uuid:pk>/thoi/", offers.decline, name="decline"),
    path("cho-cua-toi/<uuid:activity_pk>/", prospects.mine, name="mine"),
    path("the/", signups.next_pass, name="next_pass"),
    path("the/<uuid:pk>/", signups.show_pass, name="pass"),
    path("the/<uuid:pk>/van-den/", postponing.answer, name="answer"),
    path("the/<uuid:pk>/doi/<uuid:shift_pk>/", swaps.swap, name="swap"),
    path("doi/<uuid:pk>/bo/", swaps.drop, name="drop_swap"),
    path("the/<uuid:pk>/anh.png", signups.pass_picture, name="pass_picture"),
    path("<uuid:pk>/huy/", signups.cancel, name="cancel"),
    path("<uuid:pk>/vang/", absences.absence, name="absence"),
    path("<uuid:pk>/lich.ics", signups.calendar, name="calendar"),
]
