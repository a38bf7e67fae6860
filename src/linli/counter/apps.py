from django.apps import AppConfig


class CounterConfig(AppConfig):
    name = "linli.counter"
    label = "counter"

    def ready(self) -> None:
        from linli.counter.queries import own_data  # noqa: PLC0415 - models are ready only now
        from linli.rights import queries as rights  # noqa: PLC0415

        rights.add_source(own_data.sections)
        rights.add_seen(own_data.SEEN)
