"""Every problem code has samples that are answered exactly (design 3; integrity rows 1-45 as far as checked here)."""

import re

import broken_samples
import pytest
from disclosure.problems import problem_kinds
from disclosure.publish.hooked_build import format_problem

CASES = broken_samples.load_cases()
_NAMES = [f"{code}-{number}" for code, number, _ in CASES]
_ENDS_IN_CHINESE = re.compile(r"[\u4e00-\u9fff][^\u4e00-\u9fff]*[。？！]$")
_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")


@pytest.mark.parametrize(("code", "number", "case"), CASES, ids=_NAMES)
def test_a_broken_sample_is_answered_exactly(code, number, case, tmp_path, monkeypatch):
    """Design 3: one run reports every fault with file, line and code, and nothing besides."""
    if reason := broken_samples.needs(case):
        pytest.skip(reason)
    site = broken_samples.lay_out(case, tmp_path / "office")
    rows = broken_samples.check_case(case, site, monkeypatch)
    assert sorted(case["expect"]) == broken_samples.shown_rows(rows), case["name"]
    assert code in {row.code for row in rows}, f"the sample of {code} must show {code}"
    for row in rows:
        assert not _PLACEHOLDER.search(row.message + row.advice), "every placeholder must be filled"
        assert "" not in (row.message, row.advice), f"{row.code} must say what is wrong and what to do"
        assert _ENDS_IN_CHINESE.search(format_problem(row)), f"{row.code}: {format_problem(row)}"
