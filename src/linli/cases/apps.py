from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "linli.cases"
    label = "cases"

    def ready(self) -> None:
        from linli.cases import queries  # noqa: PLC0415 - models are ready only now
        from linli.people import queries as people  # noqa: PLC0415

        people.counts_as_work(queries.open_of)
