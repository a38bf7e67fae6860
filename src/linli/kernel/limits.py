"""How often somebody may do something: counted in the database, so that all web processes count
together, and by a keyed digest, so that no address is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from linli.kernel import clock, personal
from linli.kernel.models import Tally

# One statement counts all windows; a window that has ended begins anew.
_COUNT = """
INSERT INTO kernel_tally (key, ends_at, count) VALUES {rows}
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN kernel_tally.ends_at <= %s THEN 1 ELSE kernel_tally.count + 1 END,
  ends_at = CASE WHEN kernel_tally.ends_at <= %s THEN EXCLUDED.ends_at
                 ELSE kernel_tally.ends_at END
RETURNING key, count, ends_at
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times in so many seconds, counted from the first."""

    times: int
    seconds: int


def seconds_to_wait(who: str, verb: str, limits: Sequence[Limit]) -> int:
    """Count one more; 0 while it is within all limits."""
    now = clock.now()
    by_key = {personal.blind(f"{who}\n{verb}\n{limit.seconds}"): limit for limit in limits}
    values: list[bytes | datetime] = []
    for key, limit in by_key.items():
        values += [key, now + timedelta(seconds=limit.seconds)]
    sql = _COUNT.format(rows=", ".join(["(%s, %s, 1)"] * len(by_key)))
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, now, now])
        counted = cursor.fetchall()
    return max(_left(by_key[bytes(key)], count, ends, now) for key, count, ends in counted)


def _left(limit: Limit, count: int, ends: datetime, now: datetime) -> int:
    return max(1, round((ends - now).total_seconds())) if count > limit.times else 0


def forget_ended() -> int:
    """What has ended counts no more; how many there were."""
    return Tally.objects.filter(ends_at__lte=clock.now()).delete()[0]
