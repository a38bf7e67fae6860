from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "linli.notices"
    label = "notices"

    def ready(self) -> None:
        from linli.notices import channels
        from linli.people.channels import send_by

        send_by(channels.codes())
