"""好差评: once, voluntary, and nobody who works here learns from whom."""

from uuid import UUID

from linli.counter import access, queries
from linli.counter.actions.application_walk import begin, must
from linli.counter.models import Rating
from linli.counter.rules import application_limits as limits
from linli.counter.rules.application_words import BAD, CounterEvent, Stars, Verb
from linli.kernel import clock, events, locks, personal
from linli.kernel.action import action
from linli.kernel.actor import Actor, system


@action
def rate(
    *,
    actor: Actor,
    application_id: UUID,
    stars: Stars,
    text: str = "",
    name: str = "",
    phone: str = "",
    version: int | None = None,
) -> Rating:
    """How it was, while it is fresh; a name and a number only from whoever wants to be called.
    The journal says that somebody rated, not who, and the application stays as it was."""
    walk = begin(actor, application_id, Verb.RATE, version)
    application, street, now = walk.application, walk.street, walk.now
    until = queries.after(street, application.ended_at or now, "rate_working_days")
    must(
        limits.why_not_rate(is_rated=queries.is_rated(application), until=until, now=now)
        or (limits.why_not_text(text) if text else None)
    )
    is_bad = int(stars) in BAD
    rating: Rating = Rating.objects.create(
        street_id=actor.street_id,
        token=queries.rating_token(application.pk),
        item_id=application.item_version.item_id,
        organisation_id=queries.received_at(application),
        day=street.day(now),
        stars=int(stars),
        text=text.strip(),
        name=name.strip(),
        phone=personal.normal_phone(phone),
        contact_due_at=queries.after(street, now, "bad_contact_working_days") if is_bad else None,
        mend_due_at=queries.after(street, now, "bad_mend_working_days") if is_bad else None,
    )
    events.record(system(street.pk), CounterEvent.RATED, rating, after={"stars": int(stars)})
    return rating


@action
def reveal_rater(*, actor: Actor, rating_id: UUID) -> Rating:
    """The name and the number that somebody left so as to be called; the look is on record."""
    access.require_ratings(actor)
    (rating,) = locks.take(Rating, actor.street_id, rating_id)
    must(
        limits.why_not_contact(rating.stars, rating.phone, is_done=rating.contacted_at is not None)
    )
    events.record(actor, CounterEvent.RATER_REVEALED, rating)
    return rating


@action
def contact_rater(*, actor: Actor, rating_id: UUID) -> Rating:
    """Whoever left a number with a bad rating was called."""
    access.require_ratings(actor)
    (rating,) = locks.take(Rating, actor.street_id, rating_id)
    must(
        limits.why_not_contact(rating.stars, rating.phone, is_done=rating.contacted_at is not None)
    )
    rating.contacted_at = clock.now()
    rating.save(update_fields=["contacted_at"])
    events.record(actor, CounterEvent.RATER_CONTACTED, rating)
    return rating


@action
def mend_rating(*, actor: Actor, rating_id: UUID, text: str) -> Rating:
    """What a bad rating was about is put right; the words say how."""
    access.require_ratings(actor)
    (rating,) = locks.take(Rating, actor.street_id, rating_id)
    must(
        limits.why_not_mend(rating.stars, is_done=rating.mended_at is not None)
        or limits.why_not_text(text)
    )
    rating.mended_at, rating.mended = clock.now(), text.strip()
    rating.save(update_fields=["mended_at", "mended"])
    events.record(actor, CounterEvent.RATING_MENDED, rating)
    return rating
