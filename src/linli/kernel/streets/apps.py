from django.apps import AppConfig


class StreetsConfig(AppConfig):
    name = "linli.kernel.streets"
    label = "streets"

    def ready(self) -> None:
        from linli.kernel.streets import checks  # noqa: F401, PLC0415 - registers its check
