"""scripts/bench.py: the figures of docs/performance.md can be measured again, and a time without the work is none."""

import re
import sys
from pathlib import Path

import pytest
from disclosure.check.site import check_site
from site_maker import check_rows

SCRIPTS = Path(__file__).resolve().parents[1] / "scripts"
COUNT = 50


@pytest.fixture(autouse=True)
def importable(monkeypatch):
    """Make the modules of scripts/ importable."""
    monkeypatch.syspath_prepend(SCRIPTS)


@pytest.fixture
def documents(importable):  # noqa: ARG001  it must come first
    from bench_content import Maker

    return list(Maker().documents(COUNT))


def test_made_documents_follow_from_their_numbers_alone(documents):
    """Design 8: two runs measure the same documents, and few are the first of many."""
    from bench_content import Maker

    again = list(Maker().documents(COUNT * 2))
    assert [d.text for d in documents] == [d.text for d in again[:COUNT]], "a document depends on its number"
    assert COUNT == len({d.body for d in documents}), "no two documents are the same"
    average = sum(len(d.body) for d in Maker().documents(1000)) / 1000
    assert 650 < average < 850, f"{average:.0f} characters: the figures speak of about 740"


def test_made_documents_hold_to_the_contract(documents, tmp_path):
    """Design 3: an item with an error is not published, and what is not published is not measured."""
    from bench_content import TODAY
    from bench_sites import write_office

    checked = check_site(write_office(tmp_path / "office", documents), TODAY)
    assert [] == [p for p in checked.problems if p.severity == "error"]
    assert {d.id for d in documents} == {item.id for item in checked.items}


def test_both_programs_build_and_are_told_in_one_table(documents, tmp_path):
    """Design 8: times are compared in one run, on the same documents, each program's pages counted."""
    from bench_content import TODAY
    from bench_measure import Program, compare
    from bench_sites import write_mkdocs, write_office
    from bench_table import OURS, PEER, ratio, record, say_ratio, table

    office = write_office(tmp_path / "office", documents)
    config = write_mkdocs(tmp_path / "mkdocs", documents)
    ours = (
        "disclosure",
        "build",
        "--site",
        office,
        "--out",
        tmp_path / "site",
        "--today",
        TODAY,
        "--no-search",
    )
    peer = ("mkdocs", "build", "--quiet", "--site-dir", tmp_path / "pages", "--config-file", config)
    made = ("items/*/*.html", COUNT)
    runs = compare(
        [
            Program(OURS, (sys.executable, "-m", *ours), tmp_path / "site", *made),
            Program(PEER, (sys.executable, "-m", *peer), tmp_path / "pages", *made),
        ],
        2,
    )
    lines = table(runs).splitlines()
    assert 4 == len(lines), "a head, a rule and a row for each program"
    for line, program in zip(lines[2:], (OURS, PEER), strict=True):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        assert [program, "2"] == cells[:2]
        assert all(float(re.match(r"[\d.]+", cell)[0]) > 0 for cell in cells[2:]), f"nothing measured: {line}"
    found, each = ratio(runs, OURS, PEER)
    assert 2 == len(each), "one ratio for each pair"
    assert min(each) <= found <= max(each)
    assert f"wall {found:.3f}" in say_ratio(runs, OURS, PEER)
    content = record(runs, action="generated", source=COUNT)
    assert [OURS, PEER, PEER, OURS] == [run["program"] for run in content["runs"]], "they take turns"


def test_a_program_that_does_not_do_its_work_has_no_time(tmp_path):
    """Design 8: a build that stopped early would otherwise be the fastest."""
    from bench_measure import FailedRunError, Program, measure

    (tmp_path / "out").mkdir()
    for code, count, message in ((3, 0, "exit code 3"), (0, 1, "0 of 1 documents")):
        command = (sys.executable, "-c", f"import sys; sys.exit({code})")
        with pytest.raises(FailedRunError, match=message):
            measure(Program("nothing", command, tmp_path / "out", "*.html", count))


def test_the_office_with_signatures_needs_nothing_more(documents, tmp_path):
    """Design 8, three signatures an item: the figure is of a build in which every one of them was checked."""
    from bench_approvals import approve_office
    from bench_content import TODAY
    from bench_sites import write_office

    office = write_office(tmp_path / "office", documents)
    approved = approve_office(office, tmp_path / "approved")
    errors = [row for row in check_rows(approved, TODAY) if row.severity == "error"]
    assert [] == errors, "each item must have its whole chain"
    record = next((approved / "catalog" / "approvals").glob("2*/*.jsonl"))
    assert 3 == len(record.read_text(encoding="utf-8").splitlines()), "three signatures each"
    record.write_text("", encoding="utf-8")
    assert "V103" in {row.code for row in check_rows(approved, TODAY)}, "without them it would be held back"


def test_every_case_of_a_day_is_built_on_the_one_before(documents, tmp_path):
    """Design 8: what one change costs is measured on a site that stands, and leaves the office as it was."""
    from bench_cases import CASES, measure_cases
    from bench_sites import write_office

    office = write_office(tmp_path / "office", documents)
    before = sorted(path.relative_to(office) for path in (office / "content").rglob("*.md"))
    runs = list(measure_cases(office, tmp_path / "site", COUNT, search=False))
    assert [f"disclosure: {case.name}" for case in CASES] == [run.program for run in runs]
    assert before == sorted(path.relative_to(office) for path in (office / "content").rglob("*.md"))


def test_cases_stand_in_one_table_beside_their_peer():
    """Design 8: each case is told as a share of the program that does the same, with search or without."""
    from bench_measure import Run
    from bench_table import case_rows, case_table

    runs = [
        *(Run("disclosure: one body changed", wall, 2.0, 100) for wall in (1.0, 3.0, 2.0)),
        *(Run("Hugo", wall, 20.0, 900) for wall in (10.0, 10.0, 8.0)),
    ]
    rows = case_rows(runs, {"disclosure": "Hugo", "Hugo": "Hugo"})
    assert [("disclosure", "one body changed", 2.0, 0.25), ("Hugo", "clean", 10.0, 1.0)] == [
        (row["tool"], row["case"], row["wall_s"], row["wall_ratio"]) for row in rows
    ], "medians, and the median of the pairs' shares"
    assert (
        "| disclosure | one body changed | 2.0 | 2.0 | 100 | 0.25 | Hugo |" in case_table(rows).splitlines()
    )


def test_changes_by_chance_are_the_same_in_every_run(documents, tmp_path):
    """Design 8: what the soak did can be done again, and every kind of change is among it."""
    from bench_edits import Edits
    from bench_sites import write_office

    made = []
    for name in ("a", "b"):
        office = write_office(tmp_path / name, documents)
        edits = Edits(office, "2026-06-30")
        order = edits.order(20)
        assert set(order) == set(edits.kinds())
        for kind in order:
            getattr(edits, kind)()
        files = sorted(path for path in office.rglob("*") if path.is_file())
        made.append([(path.relative_to(office), path.read_bytes()) for path in files])
    assert made[0] == made[1]
    before = dict(made[0])
    assert any(path.parts[:2] == ("catalog", "status") for path in before), "a later fact or a withdrawal"
