from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "aoxanh.org"
    label = "org"
