from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "aoxanh.portal"
    label = "portal"
