from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "aoxanh.accounts"
    label = "accounts"
