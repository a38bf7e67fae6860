"""The weights of a linear model: one against the rest, squared hinge, dual coordinate descent.

After Hsieh et al. 2008 (the method behind LIBLINEAR), all categories at once. It has no learning
rate to tune, converges in a few rounds, and the same rows always give the same weights.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from linli.triage.features import Rows, Weights

ROUNDS = 8
_COST = 1.0  # of a wrong example; anything from 0.3 to 3 came out within a point


def fit(
    rows: Rows,
    labels: NDArray[np.int64],
    which: NDArray[np.int64],
    shape: tuple[int, int],
    step: Callable[[], None],
) -> Weights:
    """Weights (columns x categories) learned from the rows of ``which``; ``step`` once a round."""
    weights = np.zeros(shape, np.float32)
    slack = 1 / (2 * _COST)
    signs = np.where(labels[:, None] == np.arange(shape[1]), 1, -1).astype(np.float32)
    pushes = np.zeros_like(signs)
    chance = np.random.default_rng(0)
    for _ in range(ROUNDS):
        for number in chance.permutation(which):
            columns, values = rows.row(number)
            now, push, sign = weights[columns], pushes[number], signs[number]
            slope = sign * (values @ now) - 1 + slack * push
            better = np.maximum(push - slope / (values @ values + slack), 0)
            weights[columns] = now + np.outer(values, (better - push) * sign)
            pushes[number] = better
        step()
    return weights


def scores(rows: Rows, weights: NDArray[np.float16] | Weights) -> Weights:
    """What each row scores for each category."""
    found = np.zeros((len(rows), weights.shape[1]), np.float32)
    for number in range(len(rows)):
        columns, values = rows.row(number)
        found[number] = values @ weights[columns].astype(np.float32, copy=False)
    return found
