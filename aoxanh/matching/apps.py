from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "aoxanh.matching"
    label = "matching"
