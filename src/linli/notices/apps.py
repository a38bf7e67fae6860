from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "linli.notices"
    label = "notices"

    def ready(self) -> None:
        from linli.notices import channels  # noqa: PLC0415 - models are ready only now
        from linli.people.channels import send_by  # noqa: PLC0415

        send_by(channels.codes())
