"""When a model that has learned is listened to, beside the keywords that somebody wrote."""

from linli.cases.rules.intake import Guess

SURE = 0.5  # it is right more often than not, and its confidence was measured to come true
PERHAPS = 0.3  # better than nothing where no keyword is found
MOST_WORDS = 4
MOST_REQUESTS = 20_000  # the newest ones are learned from
LEAST_REQUESTS = 200  # from as many on, requests alone say how good a model is
PREVIEWED = 60


def agreed(by_words: Guess | None, learned: Guess | None, confidence: float) -> Guess | None:
    """Both, when they say the same; else whoever is surer. Keywords are told first: somebody
    chose them to be read."""
    if learned and by_words and learned.matter_id == by_words.matter_id:
        return Guess(by_words.matter_id, _joined(by_words.because, learned.because))
    if learned and confidence >= (SURE if by_words else PERHAPS):
        return learned
    return by_words


def _joined(words: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    """Each thing once: no word that lies within another."""
    told = list(words)
    for word in more:
        if not any(word in other or other in word for other in told):
            told.append(word)
    return tuple(told[:MOST_WORDS])
