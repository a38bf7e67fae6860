"""Sorting of texts into categories, learned from examples; no Django, no database, no network.

`train` makes a `Model` of texts and their categories and measures it on rows it has not seen;
`Model.suggest` gives a category, how sure it is, and the words that speak for it; `save` and
`load` keep a model in a folder; `measure` compares suggestions with what people chose.
"""

from linli.triage.kept import UnreadableModel, load, packed, save, unpacked
from linli.triage.measures import Line, Quality, measure
from linli.triage.model import Model, Suggestion
from linli.triage.training import Untrainable, train

__all__ = [
    "Line",
    "Model",
    "Quality",
    "Suggestion",
    "UnreadableModel",
    "Untrainable",
    "load",
    "measure",
    "packed",
    "save",
    "train",
    "unpacked",
]
