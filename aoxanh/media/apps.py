from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "aoxanh.media"
    label = "media"
