"""Who may do what at the counter."""

from linli.counter.access.applications import (
    ANSWERING_RATINGS,
    RECEIVING,
    REVEALING,
    SEEING_ALL,
    is_applicant,
    mandates_of,
    may_receive,
    may_reveal,
    may_step,
    not_your_step,
    opens_applications,
    reads_applications,
    reads_person,
    reads_ratings,
    require_ratings,
    visible_applications,
)
from linli.counter.access.setup import CONFIGURING, require_setup

__all__ = [
    "ANSWERING_RATINGS",
    "CONFIGURING",
    "RECEIVING",
    "REVEALING",
    "SEEING_ALL",
    "is_applicant",
    "mandates_of",
    "may_receive",
    "may_reveal",
    "may_step",
    "not_your_step",
    "opens_applications",
    "reads_applications",
    "reads_person",
    "reads_ratings",
    "require_ratings",
    "require_setup",
    "visible_applications",
]
