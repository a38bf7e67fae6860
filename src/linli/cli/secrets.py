"""The keys of one installation: made once, kept beside the data, readable by its owner only."""

import base64
import json
import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Secrets:
    """``web`` signs cookies and links, ``data`` encrypts personal fields, ``index`` finds them."""

    web: str
    data: bytes
    index: bytes


def read_or_make(folder: Path) -> Secrets:
    """Read ``LINLI_SECRETS`` (a file) or ``secrets.json`` in the data folder, made if missing.

    Several machines of one installation share one such file.
    """
    path = Path(os.environ.get("LINLI_SECRETS") or folder / "secrets.json")
    if not path.exists():
        _make(path)
    kept = {name: base64.b64decode(value) for name, value in json.loads(path.read_text()).items()}
    return Secrets(web=kept["web"].hex(), data=kept["data"], index=kept["index"])


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = {name: base64.b64encode(os.urandom(32)).decode() for name in ("web", "data", "index")}
    draft = path.with_suffix(f".{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(fresh))
    try:
        os.link(draft, path)  # of two first processes one wins, and both read the same file
    except FileExistsError:
        pass  # the other process was first; its file is the one to read
    finally:
        draft.unlink()
