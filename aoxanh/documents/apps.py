from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "aoxanh.documents"
    label = "documents"
