from django.apps import AppConfig


class OpenapiConfig(AppConfig):
    name = "linli.openapi"
    label = "openapi"
