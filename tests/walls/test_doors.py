"""The doors between subdistricts: whoever reads across them is named here, with what for."""

import ast
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src" / "linli"
DOORS = {
    "kernel/tasks.py:sweep": "in which streets an event waits to be told",
    "kernel/rotation.py:standing": "how many values stand under which key, of the whole house",
    "kernel/rotation.py:stale_rows": "how many rows are left to seal anew",
    "kernel/tasks.py:seal_every": "in which streets an event waits for its seal",
    "notices/queries/messages.py:due_streets": "in which streets a message waits to be sent",
}


def test_only_these_read_across_streets():
    found = set()
    for file in SOURCE.rglob("*.py"):
        if "tests" in file.parts:
            continue
        for function in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef) and _opens(function):
                found.add(f"{file.relative_to(SOURCE)}:{function.name}")
    assert found == DOORS.keys()


def _opens(function: ast.FunctionDef) -> bool:
    calls = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    return any(ast.unparse(call).endswith("fan_out") for call in calls)
