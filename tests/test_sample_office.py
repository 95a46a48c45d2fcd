"""The sample office is what this program is for: everything that it publishes went through its chain."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from site_maker import check_rows

ROOT = Path(__file__).parents[1]
TODAY = "2026-11-22"
RECORDS = ("catalog/approvals", "catalog/policy", "catalog/ledger.jsonl")


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The sample office, in a folder of its own, its records made anew."""
    folder = tmp_path_factory.mktemp("sample") / "office"
    folder.mkdir()
    for name in ("content", "catalog"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    script = ROOT / "scripts" / "sample_files" / "approvals.py"
    subprocess.run([sys.executable, script, folder], check=True)
    return folder


def records_of(folder):
    """Every file of records, by name."""
    files = [folder / name for name in RECORDS if (folder / name).is_file()]
    files += [p for name in RECORDS for p in (folder / name).rglob("*") if p.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_every_record_of_the_sample_office_is_current(copy):
    """Design 5: everything public has its record. After a change of content/ or catalog/: scripts/approve_sample.py."""
    made, kept = records_of(copy), records_of(ROOT)
    assert sorted(made) == sorted(kept), "run python3 scripts/approve_sample.py"
    changed = sorted(name for name in made if made[name] != kept[name])
    assert [] == changed, "run python3 scripts/approve_sample.py"


def test_the_sample_office_has_no_error():
    """X13: with `approval: required` nothing of it is held back for want of a signature."""
    assert [] == [row for row in check_rows(ROOT, TODAY) if row.severity == "error"]
    assert "approval: required" in (ROOT / "catalog" / "site.yml").read_text(encoding="utf-8")


def test_no_private_key_lies_in_the_repository():
    """Design 5: sample keys are derived at run time; no file holds one."""
    found = [
        path.name
        for folder in ("catalog", "content", "hooks", "scripts", "tests")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
        and "__pycache__" not in path.parts  # compiled, the words above stand together
        and b"PRIVATE " + b"KEY-----" in path.read_bytes()
    ]
    assert [] == found
