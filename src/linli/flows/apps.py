from django.apps import AppConfig


class FlowsConfig(AppConfig):
    name = "linli.flows"
    label = "flows"

    def ready(self) -> None:
        from linli.flows import (  # noqa: PLC0415 - models are ready only now
            application_to_notice,
            booking_to_notice,
            case_to_notice,
            forget_person,
            ladder_to_notice,
            queue_to_notice,
        )
        from linli.kernel import events  # noqa: PLC0415

        events.subscribe(application_to_notice.CONSUMER)
        events.subscribe(booking_to_notice.CONSUMER)
        events.subscribe(case_to_notice.CONSUMER)
        events.subscribe(forget_person.CONSUMER)
        events.subscribe(ladder_to_notice.CONSUMER)
        events.subscribe(queue_to_notice.CONSUMER)
