"""How often the gates are right: lawful items and real files pass, planted marks are found; docs/gates.md has the figures.

False alarms on real documents are counted where those are published: test_real_documents.py.
"""

import json
from collections import Counter
from io import BytesIO
from pathlib import Path

import gate_marks
import lawful_texts
import planted_files
import pytest
import site_maker
from disclosure.check.item import check_item
from disclosure.gates.file_scan import scan_bytes
from disclosure.gates.limits import Limits
from disclosure.gates.properties import Expected
from disclosure.problems import problem_kinds
from disclosure.read.site import read_site
from pypdf import PdfReader, PdfWriter

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
FILES = sorted(path for path in (SHARED / "attachments").glob("*.*")) if SHARED.is_dir() else []


def page():
    return (ROOT / "docs" / "gates.md").read_text(encoding="utf-8")


def rows_of(site, title, body, number=1):
    """What the gates say within the check of an item with this title and body."""
    path = site.add_item(f"2026-{number:05}", body=f"{body}\n", title=json.dumps(title, ensure_ascii=False))
    item, rows = check_item(read_site(site.root, site_maker.TODAY)[0], path)
    assert item is not None, rows
    return [row for row in rows if row.code[0] in "PKM"]


def test_lawful_items_get_no_alarm(make_site):
    """The issue: a list of 500 firms with unit codes and an appointment notice get none, through the whole check."""
    site = make_site("bare")
    assert [] == rows_of(site, "关于公布企业名单的通知", lawful_texts.firms())
    assert [] == rows_of(site, "关于张某某等同志任职的通知", lawful_texts.APPOINTMENT)


def first_pages(path, most=12):
    """A PDF with no more than the first pages of this one."""
    reader = PdfReader(path)
    if len(reader.pages) <= most:
        return path.read_bytes()
    cut, data = PdfWriter(), BytesIO()
    cut.append(reader, pages=(0, most), import_outline=False)
    cut.write(data)
    return data.getvalue()


@pytest.mark.shared
@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_real_files_give_no_error(path):
    """The issue: real PDF, OFD, xlsx and docx files of state organs are let through; long PDF by their first pages."""
    data = first_pages(path) if path.suffix == ".pdf" else path.read_bytes()
    made = scan_bytes(path.suffix[1:], data, Expected(), Limits())
    assert [] == [f for f in made.findings if problem_kinds()[f.code].severity == "error"]


def test_planted_marks_are_found():
    """The issue: of at least 300 planted positives 98 % or more are found; other numbers than those of the other test."""
    found, total = Counter(), Counter()
    for number, (_, ending, make, _) in enumerate(planted_files.PLACES):
        for planted in gate_marks.planted(1000 + number):
            made = scan_bytes(ending, make(planted.text), Expected(), Limits())
            total[ending] += 1
            found[ending] += planted.code in {finding.code for finding in made.findings}
    assert 300 <= total.total()
    assert 0.98 * total.total() <= found.total(), total - found
    for ending in total:
        assert f"| {ending} | {found[ending]} of {total[ending]} |" in page(), (
            f"{ending} {found[ending]} {total[ending]}"
        )
