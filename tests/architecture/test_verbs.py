"""A verb is a thread: its step, its action, its form and its event bear one name."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from linli.cases import actions
from linli.cases.forms.steps import FORMS
from linli.cases.rules.table import STEPS
from linli.cases.rules.words import CaseEvent, Verb

SOURCE = Path(__file__).parents[2] / "src" / "linli"


@pytest.mark.parametrize("verb", Verb)
def test_every_verb_has_its_step_action_and_form(verb: Verb):
    steps = [step for step in STEPS if step.verb == verb]
    assert steps
    assert all(step.event in CaseEvent for step in steps)
    assert verb.value in actions.__all__
    assert verb in FORMS


@pytest.mark.parametrize("verb", Verb)
def test_an_action_takes_what_its_form_gives(verb: Verb):
    action = inspect.signature(getattr(actions, verb.value)).parameters
    assert {"actor", "case_id", "version"} <= action.keys()
    fields = FORMS[verb].base_fields
    taken = {name for field in fields for name in (field, f"{field}_id") if name in action}
    assert len(taken) == len(fields)


@pytest.mark.parametrize("verb", Verb)
def test_a_form_asks_for_what_its_step_needs(verb: Verb):
    needs = {need for step in STEPS if step.verb == verb for need in step.needs}
    required = {name for name, field in FORMS[verb].base_fields.items() if field.required}
    assert needs <= required, f"{verb}: {needs - required}"


def test_every_event_of_a_step_is_told_by_one_verb_only():
    verbs = {step.event: step.verb for step in STEPS}
    assert all(verbs[step.event] == step.verb for step in STEPS)


FILES = {
    file: ast.parse(file.read_text("utf-8"))
    for file in [*SOURCE.glob("*/actions.py"), *SOURCE.glob("*/actions/*.py")]
}


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for file, tree in FILES.items():
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                yield f"{file.relative_to(SOURCE)}:{node.name}", node


def is_action(node: ast.FunctionDef) -> bool:
    return any(isinstance(d, ast.Name) and d.id == "action" for d in node.decorator_list)


def arguments(node: ast.FunctionDef) -> list[str]:
    return [argument.arg for argument in node.args.kwonlyargs]


def calls(tree: ast.AST) -> set[str]:
    names = (call.func for call in ast.walk(tree) if isinstance(call, ast.Call))
    return {ast.unparse(name).rpartition(".")[2] for name in names}


def test_whoever_acts_goes_through_an_action():
    """A function with ``actor`` as keyword is a verb: an @action, or its file calls one."""
    known = {node.name for _, node in functions() if is_action(node)}
    verbs = [(name, node) for name, node in functions() if arguments(node)[:1] == ["actor"]]
    called = {str(file.relative_to(SOURCE)): calls(tree) for file, tree in FILES.items()}
    assert len(verbs) > 30
    for name, node in verbs:
        assert is_action(node) or called[name.partition(":")[0]] & known, f"{name}: no @action"


def test_every_action_names_its_actor_first_and_takes_keywords_only():
    for name, node in functions():
        if is_action(node):
            assert arguments(node)[:1] == ["actor"], name
            assert not node.args.args, f"{name} takes positional arguments"


def test_every_action_says_its_rule_in_a_sentence():
    for name, node in functions():
        if is_action(node) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{name} has no docstring"


WRITES = {"save", "delete", "bulk_create", "bulk_update", "update_or_create", "get_or_create"}


@pytest.mark.parametrize(
    "file",
    [
        file
        for name in ("views", "forms", "queries", "access", "models", "rules", "urls")
        for file in [*SOURCE.glob(f"*/{name}.py"), *SOURCE.glob(f"*/{name}/*.py")]
    ],
    ids=lambda file: str(file.relative_to(SOURCE)),
)
def test_only_actions_write(file: Path):
    if "kernel" in file.parts:
        return
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            written = node.func.attr in WRITES
            manager = node.func.attr in {"create", "update"} and "objects" in ast.dump(node.func)
            assert not written | manager, f"{file}:{node.lineno} writes"
