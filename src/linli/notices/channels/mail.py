"""Mail through the server that ``LINLI_MAIL`` names."""

from smtplib import SMTPException, SMTPRecipientsRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

from linli.notices.channels.outgoing import Adapter, Failed, Outgoing
from linli.notices.rules import Failure

_PERMANENT = 500


class Mail:
    """The key stands in the number of the letter: a second copy of it is recognised as one."""

    name = "smtp"

    def send(self, outgoing: Outgoing) -> None:
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(">") or "localhost"
        headers = {"Message-ID": f"<{outgoing.key}@{domain}>", "Auto-Submitted": "auto-generated"}
        if outgoing.unsubscribe:
            headers["List-Unsubscribe"] = f"<{outgoing.unsubscribe}>"
        letter = EmailMessage(
            outgoing.subject, outgoing.text, to=[outgoing.address], headers=headers
        )
        try:
            letter.send()
        except SMTPRecipientsRefused as answer:
            codes = [code for code, _ in answer.recipients.values()]
            raise Failed(Failure.REFUSED, is_final=min(codes) >= _PERMANENT) from answer
        except SMTPException as fault:
            raise Failed(Failure.BUSY) from fault
        except TimeoutError as fault:
            raise Failed(Failure.TIMEOUT) from fault
        except OSError as fault:
            raise Failed(Failure.UNREACHABLE) from fault


def configured() -> Adapter | None:
    return Mail() if urlsplit(settings.LINLI_MAIL).scheme.startswith("smtp") else None
