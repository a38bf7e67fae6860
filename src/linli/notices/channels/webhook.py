"""Data pushed to an integrator, signed so that they know whose it is and when it was sent."""

import hmac

from linli.kernel import clock
from linli.notices.channels import http
from linli.notices.channels.outgoing import Outgoing


class Webhook:
    name = "webhook"

    def send(self, outgoing: Outgoing) -> None:
        moment, body = int(clock.now().timestamp()), outgoing.text.encode()
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": outgoing.key,
            "Linli-Signature": f"t={moment},v1={signature(outgoing.secret, moment, body)}",
        }
        http.post(outgoing.address, body, headers)


def signature(secret: str, moment: int, body: bytes) -> str:
    """HMAC-SHA256 over ``<seconds>.<body>``: an old body cannot be sent again as a new one."""
    return hmac.new(secret.encode(), f"{moment}.".encode() + body, "sha256").hexdigest()
