from django.urls import path

from aoxanh.matching.views import board, moves, proposals, publishing

app_name = "matching"
urlpatterns = [
    path("", proposals.proposals, name="list"),
    path("tao/", proposals.new, name="new"),
    path("<uuid:pk>/", board.show, name="board"),
    path("<uuid:pk>/cach-tinh/", proposals.how, name="how"),
    path("<uuid:pk>/tinh/", proposals.solve, name="solve"),
    path("<uuid:pk>/dung/", proposals.stop, name="stop"),
    path("<uuid:pk>/tien-do/", proposals.progress, name="progress"),
    path("<uuid:pk>/tiep/", proposals.go_on, name="follow_up"),
    path("<uuid:pk>/moi/", board.changes, name="changes"),
    path("<uuid:pk>/nguoi/", board.people, name="people"),
    path("<uuid:pk>/thay-doi/", moves.moves, name="moves"),
    path("<uuid:pk>/hoan-tac/", moves.take_back, name="undo"),
    path("<uuid:pk>/ca/<uuid:shift_pk>/", board.shift, name="shift"),
    path("<uuid:pk>/ca/<uuid:shift_pk>/them/", moves.add, name="add"),
    path("<uuid:pk>/ca/<uuid:shift_pk>/nguoi/<uuid:person_pk>/", board.person, name="person"),
    path("<uuid:pk>/ca/<uuid:shift_pk>/nguoi/<uuid:person_pk>/chuyen/", moves.move, name="move"),
    path("<uuid:pk>/ca/<uuid:shift_pk>/nguoi/<uuid:person_pk>/thu/", moves.trial, name="trial"),
    path("<uuid:pk>/gui/", publishing.publish, name="publish"),
    path("<uuid:pk>/tra-loi/", publishing.answers, name="answers"),
]
