from django.apps import AppConfig


class CapacityConfig(AppConfig):
    name = "linli.capacity"
    label = "capacity"
