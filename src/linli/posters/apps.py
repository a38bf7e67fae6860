from django.apps import AppConfig


class PostersConfig(AppConfig):
    name = "linli.posters"
    label = "posters"
