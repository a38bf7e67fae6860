from django.apps import AppConfig


class CounterConfig(AppConfig):
    name = "linli.counter"
    label = "counter"
