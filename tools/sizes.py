"""Print the ten largest files and functions: when one grows, ask what it is two of."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
FOLDERS = ("src", "tests", "bench", "tools")


def python_files() -> Iterator[Path]:
    """All our Python files but migrations, which are written once."""
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*.py"):
            if "migrations" not in path.parts:
                yield path


def functions(path: Path) -> Iterator[tuple[int, str]]:
    """Each function of the file with its number of lines."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            yield lines, f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"


def show(title: str, sizes: Iterable[tuple[int, str]]) -> None:
    """Print the ten largest."""
    print(f"\n{title}")
    for lines, name in sorted(sizes, reverse=True)[:10]:
        print(f"{lines:6} {name}")


def main() -> None:
    """Print both lists."""
    files = list(python_files())
    show(
        "Largest files (lines)",
        ((len(path.read_text().splitlines()), str(path.relative_to(ROOT))) for path in files),
    )
    show("Largest functions (lines)", (size for path in files for size in functions(path)))


if __name__ == "__main__":
    main()
