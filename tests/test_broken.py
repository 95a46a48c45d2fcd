"""Every problem code has samples that are answered exactly (design 3; integrity rows 1-45 as far as checked here)."""

import json
import re
import subprocess
import sys
from pathlib import Path

import broken_samples
import pytest
from disclosure.data_files import load_data
from disclosure.problems import KIND_FILES, problem_kinds
from disclosure.read.text_file import decode_text

INTEGRITY_ROWS = (*range(1, 39), *range(40, 44), 45)
"""Rows of the table of bad inputs that the check answers; 39 is held by test_gates_text.py, 44 by test_approval.py."""
CASES = broken_samples.load_cases()
UNSIGNED = ("V176", "V177")
"""Codes of later facts whose samples need no signature."""
CHECKED = {
    code: kind for code, kind in problem_kinds().items() if code[0] in "RNFBATDCSGPKMLE" or code in UNSIGNED
}
"""Codes of `disclosure check`. Those of the import (I) and the others of approval (V) have tests of their own."""
_NAMES = [f"{code}-{number}" for code, number, _ in CASES]
_ENDS_IN_CHINESE = re.compile(r"[\u4e00-\u9fff][^\u4e00-\u9fff]*[。？！]$")
_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")


@pytest.fixture(scope="module")
def answers(request, tmp_path_factory):
    """How the samples that this run asks for were answered, all in one process; see marked_package.py."""
    asked = [
        item.callspec.id
        for item in request.session.items
        if item.path == request.path and hasattr(item, "callspec")
    ]
    folder = tmp_path_factory.mktemp("samples")
    names = [] if len(asked) >= len(_NAMES) else asked
    script = Path(__file__).with_name("marked_package.py")
    done = subprocess.run(
        [sys.executable, script, folder, *names],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(("code", "number", "case"), CASES, ids=_NAMES)
def test_a_broken_sample_is_answered_exactly(code, number, case, answers):
    """Design 3: one run reports every fault with file, line and code, and nothing besides."""
    if reason := broken_samples.needs(case):
        pytest.skip(reason)
    answer = answers["answers"][f"{code}-{number}"]
    assert "broke" not in answer, answer["broke"]
    assert sorted(case["expect"]) == answer["shown"], case["name"]
    assert code in {row[0] for row in answer["told"]}, f"the sample of {code} must show {code}"
    for told, message, advice, formatted in answer["told"]:
        assert not _PLACEHOLDER.search(message + advice), "every placeholder must be filled"
        assert "" not in (message, advice), f"{told} must say what is wrong and what to do"
        assert _ENDS_IN_CHINESE.search(formatted), f"{told}: {formatted}"


def test_every_code_has_a_sample():
    """Design 3: one broken sample a code; a code that nothing reports is no code."""
    assert sorted(CHECKED) == sorted({code for code, _, _ in CASES})


def test_no_code_stands_in_two_files():
    """Design 3: a code is stable and means one thing."""
    codes = [code for name in KIND_FILES for code in load_data(name)["problems"]]
    assert [] == sorted({code for code in codes if codes.count(code) > 1})


def test_every_code_is_explained():
    """Design 3: every code has its sentence, what to do, and an entry for the handbook."""
    for kind in problem_kinds().values():
        assert kind.severity in ("error", "warning", "info"), kind.code
        for text in (kind.message, kind.advice, kind.explanation):
            assert text.strip(), f"{kind.code} lacks a text"


@pytest.mark.parametrize("row", INTEGRITY_ROWS)
def test_a_known_kind_of_bad_input_is_answered(row):
    """Design 8, bad inputs: each row of the table has a sample, and the code that answers it names the row."""
    samples = [
        (code, case)
        for code, _, case in CASES
        if row in case.get("rows", ()) and row in problem_kinds()[code].rows
    ]
    assert samples, f"no sample stands for row {row}"


def test_samples_and_codes_name_the_same_rows():
    """Design 8: what data/problems.yml says of a code is what its samples show."""
    shown = {code: set() for code in CHECKED}
    for code, _, case in CASES:
        shown[code] |= set(case.get("rows", ()))
    assert {code: set(kind.rows) for code, kind in CHECKED.items()} == shown


@pytest.mark.parametrize("entry", load_data("characters.yml")["ranges"], ids=lambda entry: entry["first"])
def test_every_range_of_odd_characters_is_found(entry):
    """Rows 19 and 27: the first and the last character of each range are told with the range's code."""
    for end in ("first", "last"):
        rows = decode_text(f"通{chr(int(entry[end], 16))}知".encode(), "x.md")[1]
        assert [(1, entry["code"])] == [(row.line, row.code) for row in rows], f"U+{entry[end]}"


def test_scripts_in_official_use_are_let_through():
    """Tibetan, Mongolian, Yi and Arabic letters, Latin, Greek, Cyrillic and rare Chinese are no damage."""
    text = "藏文བོད མཚན 蒙古文ᠮᠣᠩᠭᠣᠯ 彝文ꆈꌠ 维吾尔文ئۇيغۇر αβγ Ёж café ㈠①Ⅻ 𠮷𬭊 —…《》〔〕“”\n"
    assert (text, []) == decode_text(text.encode(), "x.md")


def test_a_rule_cannot_be_removed_unseen(answers):
    """Design 3: every place in the source that reports a code is reached by a sample, which fails without it."""
    if len(answers["answers"]) < len([case for _, _, case in CASES if not broken_samples.needs(case)]):
        pytest.skip("some samples only were asked for")
    checked = {place for place in answers["places"] if place.split(" ")[-1] in CHECKED}
    # The process that looks into files has its own tests (test_gates_process.py); a text version reports nothing.
    # A report counts what a check has told; the rows of the annual report have tests of their own.
    apart = ("intake/", "verbs/", "reports/", "gates/child.py", "gates/runner.py", "gates/text_version/")
    checked -= {place for place in checked if place.startswith(apart)}
    assert [] == sorted(checked - set(answers["reached"])), "no sample reaches these"
    unreported = set(problem_kinds()) - {place.split(" ")[-1] for place in answers["places"]}
    assert set() == unreported, "codes that nothing reports"
