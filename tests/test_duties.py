"""docs/duties.md is the acceptance list: every duty of the five regulations is held here or plainly said not to be."""

import re
from pathlib import Path

import click
import pytest
from disclosure.approval.chain import shipped_chains
from disclosure.cli import VERBS, main
from disclosure.contract import item_fields
from disclosure.data_files import load_data
from disclosure.problems import problem_kinds
from disclosure.render.sections import SECTIONS
from named_tests import docstring_of, quoted

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "duties.md"
COUNTS = {"X": 18, "Y": 14, "J": 29, "Q": 60, "S": 13}
"""Duties by regulation: 西安, 咸阳, 吉林, 阳泉, 韶关."""
DUTIES = [f"{letter}{number}" for letter, count in COUNTS.items() for number in range(1, count + 1)]
STATES = ("held", "not possible", "open")
_ROW = re.compile(r"^\| ([XYJQS]\d+) \| ([^|]+) \| ([^|]+) \| ([^|]*) \| ([^|]*) \|$")
_CODE = re.compile(r"[A-Z]\d{3}")


def rows():
    """The rows of the table: id → (clause, state, what fulfils it, the tests that prove it)."""
    found = {}
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if match := _ROW.match(line):
            assert match[1] not in found, f"{match[1]} has two rows"
            found[match[1]] = tuple(part.strip() for part in match.groups()[1:])
    return found


ROWS = rows()


def command_exists(words):
    """Whether `words` after `disclosure` begin with a verb, and with one of its own commands where it has them."""
    if words[0] not in VERBS:
        return False
    command = main.get_command(click.Context(main), words[0])
    if isinstance(command, click.Group) and len(words) > 1 and not words[1].startswith("-"):
        return command.get_command(click.Context(command), words[1]) is not None
    return True


def exists(token):
    """Whether what a row names in backticks is there: a code, a command, a page, a file, a field, a chain."""
    if _CODE.fullmatch(token):
        return token in problem_kinds()
    if token.startswith("disclosure "):
        return command_exists(token.split()[1:])
    if token.endswith(".html"):
        templates = ROOT / "overrides" / "disclosure"
        stem = token.removesuffix(".html").split("/")[0].rstrip("s")
        return token in {s.address for s in SECTIONS} or any(templates.glob(f"{stem}*.html"))
    if token.startswith("catalog/"):
        name = token.removeprefix("catalog/")
        return name in load_data("site_files.yml")["files"] or (ROOT / token).exists()
    if "/" in token:
        return any((base / token).exists() for base in (ROOT, ROOT / "hooks" / "disclosure"))
    fields = {spec.key: {inner.key for inner in spec.fields} for spec in item_fields()}
    field, _, inner = token.partition(".")
    return token in shipped_chains() or (field in fields and (not inner or inner in fields[field]))


def test_every_duty_has_one_row_in_its_order():
    """The issue: the acceptance list holds all ids of the five regulations, none twice."""
    assert DUTIES == list(ROWS)


@pytest.mark.parametrize("duty", DUTIES)
def test_a_row_says_what_holds_the_duty_and_names_nothing_that_is_not_there(duty):
    """The issue: each id names what fulfils it and the test that proves it, or says what stands in its place."""
    clause, state, by, proof = ROWS[duty]
    assert clause, "the clause in a few words"
    assert state in STATES
    if state == "open":
        return
    assert by, f"{duty} says nothing of what holds it, or of what stands in its place"
    assert [] == [token for token in quoted(by) if not exists(token)], f"{duty} names what is not there"
    tests = quoted(proof)
    if state == "held":
        assert tests, f"{duty} names no test"
    lost = [name for name in tests if docstring_of(name) is None]
    assert [] == lost, f"{duty} names tests that are not there"
    silent = [name for name in tests if not re.search(rf"\b{duty}\b", docstring_of(name))]
    assert [] == silent, f"the docstrings of these do not cite {duty}"


def test_what_is_open_is_known():
    """The issue: a test fails when an id has neither; what is still being built is counted here until it is none."""
    assert OPEN == sum(state == "open" for _, state, _, _ in ROWS.values())


OPEN = 0
