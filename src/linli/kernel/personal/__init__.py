"""Personal data: encrypted at rest, masked by default, found through a keyed index.

Every such column is a `PersonalText` that names its `Purpose`, or, where it must be searched or
counted by, declared by `personal(…)`; the register of purposes
(``purposes.py``) says by what right a text is kept, for what, and until when.
"""

from linli.kernel.personal.fields import PersonalText, declared_fields, personal, personal_fields
from linli.kernel.personal.masking import (
    blind,
    masked_mail,
    masked_name,
    masked_phone,
    normal_phone,
)
from linli.kernel.personal.purposes import REGISTER, Basis, Entry, Purpose

__all__ = [
    "REGISTER",
    "Basis",
    "Entry",
    "PersonalText",
    "Purpose",
    "blind",
    "declared_fields",
    "masked_mail",
    "masked_name",
    "masked_phone",
    "normal_phone",
    "personal",
    "personal_fields",
]
