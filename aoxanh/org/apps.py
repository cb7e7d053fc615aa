from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "aoxanh.org"
    label = "org"

    def ready(self) -> None:
        from aoxanh.imports.registry import register  # Models are ready only now.
        from aoxanh.org.importing import Units

        register(Units())
