"""The keys of one installation: made once, kept beside the data, readable by its owner only."""

import base64
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_BYTES = {"aes": 32, "sm4": 16}
_MOST = 255  # the version is one byte of every value


class Ring:
    """The keys of personal data by version, the first being 1: the newest seals, every one opens.

    In the file ``data`` is a list, or the one key of an installation that has never had another.
    The file is read again when it has changed, so a running service seals with a new key at once.
    """

    def __init__(self, path: Path) -> None:
        self._path = path.resolve()
        self._read_at: tuple[int, int] | None = None
        self._keys: list[bytes] = []

    def newest(self) -> tuple[int, bytes]:
        keys = self.keys()
        return len(keys), keys[-1]

    def key(self, version: int) -> bytes:
        keys = self.keys()
        if not 0 < version <= len(keys):
            raise ValueError(f"unknown key version {version}")
        return keys[version - 1]

    def keys(self) -> list[bytes]:
        seen = self._path.stat()
        if (seen.st_mtime_ns, seen.st_ino) != self._read_at:
            self._keys = [base64.b64decode(key) for key in _listed(_read(self._path)["data"])]
            self._read_at = (seen.st_mtime_ns, seen.st_ino)
        return self._keys

    def add(self) -> int:
        """A new key, on the disk before anything is sealed with it; its version."""
        kept = _read(self._path)
        keys = [*_listed(kept["data"]), _fresh_data()]
        if len(keys) > _MOST:
            raise ValueError(f"no more than {_MOST} versions")
        owner = self._path.stat()
        draft = _draft(self._path, kept | {"data": keys})
        os.chown(draft, owner.st_uid, owner.st_gid)
        draft.replace(self._path)
        folder = os.open(self._path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
        return len(keys)


@dataclass(frozen=True, slots=True)
class Secrets:
    """``web`` signs cookies and links, ``data`` encrypts personal fields, ``index`` finds them."""

    web: str
    index: bytes
    data: Ring = field(compare=False)


def read_or_make(folder: Path) -> Secrets:
    """Read ``LINLI_SECRETS`` (a file) or ``secrets.json`` in the data folder, made if missing.

    Several machines of one installation share one such file.
    """
    path = Path(os.environ.get("LINLI_SECRETS") or folder / "secrets.json")
    if not path.exists():
        _make(path)
    kept = _read(path)
    web, index = (base64.b64decode(kept[name]) for name in ("web", "index"))
    return Secrets(web=web.hex(), index=index, data=Ring(path))


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = {name: _fresh(32) for name in ("web", "index")} | {"data": _fresh_data()}
    draft = _draft(path, fresh)
    try:
        os.link(draft, path)  # of two first processes one wins, and both read the same file
    except FileExistsError:
        pass  # the other process was first; its file is the one to read
    finally:
        draft.unlink()


def _draft(path: Path, content: dict[str, Any]) -> Path:
    """The content beside the file it is for, closed to others and on the disk."""
    draft = path.with_suffix(f".{os.getpid()}")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    with draft.open("w") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _read(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text()))


def _listed(keys: str | list[str]) -> list[str]:
    return [keys] if isinstance(keys, str) else keys


def _fresh_data() -> str:
    """AES-256 unless the installation asks for SM4."""
    return _fresh(_BYTES[os.environ.get("LINLI_CIPHER") or "aes"])


def _fresh(length: int) -> str:
    return base64.b64encode(os.urandom(length)).decode()
