"""Learning from examples, and measuring on rows that were kept apart."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from linli.triage.features import Rows, Weights, vocabulary
from linli.triage.fitting import ROUNDS, fit, scores
from linli.triage.measures import measure
from linli.triage.model import Model, softmax

FOLDS = 3
STEPS = (FOLDS + 1) * ROUNDS
_MOST_CELLS = 4_000_000  # keys x categories; two bytes each is what a model takes in memory


class Untrainable(Exception):  # noqa: N818  (reads as a sentence where it is caught)
    """Nothing can be learned from these rows; the text says why."""


def train(
    texts: Sequence[str],
    labels: Sequence[str],
    step: Callable[[], None] = lambda: None,
    *,
    by: Sequence[int] = (),
) -> Model:
    """A model of these examples; ``step`` is called `STEPS` times on the way. ``by`` names the
    rows that its quality is measured by, where not all of them are like what will come."""
    categories = tuple(sorted(set(labels)))
    if len(categories) < 2:
        named = (
            f"只有一个类别：{categories[0]}。Only one category."
            if categories
            else "没有样本。No rows."
        )
        raise Untrainable(f"至少要有两个类别的样本才能学习；{named}")
    known = vocabulary(texts, _MOST_CELLS // len(categories))
    if not len(known.keys):
        raise Untrainable("这些行里没有字词可学。There are no words in these rows.")
    rows = known.rows(texts)
    truth = np.array([categories.index(label) for label in labels])
    shape = len(known.keys), len(categories)
    unseen = _unseen_scores(rows, truth, shape, step)
    asked = np.array(by or range(len(texts)))
    guesses = unseen.argmax(1)
    return Model(
        categories,
        known,
        fit(rows, truth, np.arange(len(rows)), shape, step).astype(np.float16),
        _sharpness(unseen[asked], truth[asked]),
        measure((labels[row], categories[guesses[row]]) for row in asked),
    )


def _unseen_scores(
    rows: Rows, truth: NDArray[np.int64], shape: tuple[int, int], step: Callable[[], None]
) -> Weights:
    """What each row scores in a model that was trained without it."""
    fold = _folds(truth)
    found = np.zeros((len(rows), shape[1]), np.float32)
    for number in range(FOLDS):
        apart = fold == number
        weights = fit(rows, truth, np.flatnonzero(~apart), shape, step)
        found[apart] = scores(rows, weights)[apart]
    return found


def _folds(truth: NDArray[np.int64]) -> NDArray[np.int64]:
    """Every category is dealt out evenly."""
    order = np.lexsort((np.random.default_rng(0).permutation(len(truth)), truth))
    fold = np.empty(len(truth), np.int64)
    fold[order] = np.arange(len(truth)) % FOLDS
    return fold


def _sharpness(unseen: Weights, truth: NDArray[np.int64]) -> float:
    """How far scores must be spread for the shares to come true as often as they say. Few rows
    without a mistake prove little, so as many as two more count as wrong (after Platt 1999)."""
    doubt = 2 / (len(truth) + 2)

    def surprise(sharpness: float) -> float:
        shares = -np.log(np.maximum(softmax(unseen, sharpness), 1e-12))
        right = shares[np.arange(len(truth)), truth].mean()
        return float((1 - doubt) * right + doubt * shares.mean())

    return float(min(np.geomspace(0.25, 32, 57), key=surprise))
