"""A model as bytes: a line that names it and seals the rest, a line of JSON, the bare numbers.

Nothing in the file is run when it is read, and a file that was cut, changed or made by something
else is refused.
"""

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linli.triage.features import Vocabulary
from linli.triage.measures import Quality
from linli.triage.model import Model

FILE = "triage.model"
_KIND, _VERSION = "linli-triage", 1
_TYPES = ("<u8", "<f4", "<f2")  # keys, rarity, weights


class UnreadableModel(Exception):  # noqa: N818  (reads as a sentence where it is caught)
    """Not a model we can use; the text says why and what to do."""


def packed(model: Model) -> bytes:
    """The model as bytes; equal models give equal bytes."""
    head = {
        "categories": model.categories,
        "sharpness": model.sharpness,
        "strange": model.vocabulary.strange,
        "quality": model.quality.plain(),
    }
    known = model.vocabulary
    arrays: list[NDArray[Any]] = [known.keys, known.rarity, model.weights]
    parts = [a.astype(kind).tobytes() for a, kind in zip(arrays, _TYPES, strict=True)]
    body = b"".join([json.dumps(head, ensure_ascii=False).encode(), b"\n", *parts])
    return f"{_KIND} {_VERSION} {hashlib.sha256(body).hexdigest()}\n".encode() + body


def unpacked(content: bytes) -> Model:
    """The model of these bytes."""
    first, _, body = content.partition(b"\n")
    if not first.startswith(f"{_KIND} ".encode()):
        raise UnreadableModel("这不是 Linli 的分类模型。Not a model of Linli.")
    _kind, version, *seal = first.decode("ascii", "replace").split(" ")
    if version != str(_VERSION):
        text = f"模型的版本是 {version}，这里只认 {_VERSION}；请重新训练。Another version."
        raise UnreadableModel(text)
    if [hashlib.sha256(body).hexdigest()] != seal:
        raise UnreadableModel("模型文件不完整或被改动过，请重新训练。The model is damaged.")
    head, _, numbers = body.partition(b"\n")
    return _read(json.loads(head), numbers)


def _read(head: dict[str, Any], numbers: bytes) -> Model:
    categories = tuple(head["categories"])
    keys = len(numbers) // (12 + 2 * len(categories))  # bytes of one key, its rarity and weights
    arrays, start = [], 0
    for kind, amount in zip(_TYPES, (keys, keys, keys * len(categories)), strict=True):
        arrays.append(np.frombuffer(numbers, kind, amount, start))
        start += arrays[-1].nbytes
    return Model(
        categories,
        Vocabulary(arrays[0], arrays[1], float(head["strange"])),
        arrays[2].reshape(keys, len(categories)),
        float(head["sharpness"]),
        Quality.read(head["quality"]),
    )


def save(model: Model, folder: Path) -> Path:
    """Keep a model in a folder; an older one there gives way only to a whole one."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    partial = path.with_suffix(".part")
    partial.write_bytes(packed(model))
    os.replace(partial, path)
    return path


def load(folder: Path) -> Model:
    """The model kept in a folder."""
    path = folder / FILE
    if not path.is_file():
        raise UnreadableModel(f"{folder} 里没有模型，请先用 triage train 训练。No model there.")
    return unpacked(path.read_bytes())
