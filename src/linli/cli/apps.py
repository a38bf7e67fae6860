from django.apps import AppConfig


class CliConfig(AppConfig):
    name = "linli.cli"
    label = "cli"
