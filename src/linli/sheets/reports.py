"""What an import did, or would do, row by row; the same for every kind of sheet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from linli.sheets.cells import Cell
from linli.words import Reason

Rows = Iterable[tuple[int, Mapping[str, Cell]]]


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said about one row of a file: why it was refused, or a warning; row 0 is the
    file as a whole."""

    number: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Difference:
    """One column of a row that is put right; empty words where they would be too long to read."""

    column: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """What one good row comes to: new, put right in some columns, or known as it is."""

    number: int
    name: str
    is_new: bool = False
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """``known`` rows were there already and ``changed`` ones among them; ``lines`` says which."""

    new: int = 0
    changed: int = 0
    known: int = 0
    refused: tuple[Remark, ...] = ()
    warnings: tuple[Remark, ...] = ()
    refused_file: Path | None = None
    lines: tuple[Line, ...] = field(default=(), compare=False)


def report(
    lines: Sequence[Line], refused: Iterable[Remark] = (), warnings: Iterable[Remark] = ()
) -> Report:
    """The lines counted, in the order of the file."""
    new = sum(line.is_new for line in lines)
    return Report(
        new=new,
        changed=sum(bool(line.differences) for line in lines),
        known=len(lines) - new,
        refused=tuple(sorted(refused, key=lambda remark: remark.number)),
        warnings=tuple(warnings),
        lines=tuple(sorted(lines, key=lambda line: line.number)),
    )
