"""登记簿: what was published can't vanish, be renumbered or be rewritten without a word (J20, J22, integrity row 45)."""

import json
from dataclasses import replace

import pytest
from approval_maker import ITEM, STEPS, WITHDRAWAL_STEPS, decide, require_approval, sign_status
from disclosure.ledger import PATH, LedgerFormatError, digest_of, next_entry, read_line, write_line
from hypothesis import given
from hypothesis import strategies as st


@pytest.fixture
def office(make_site):
    """A small office in which one item has gone through its whole chain and stands in the ledger."""
    site = require_approval(make_site())
    for hour, (_, person) in enumerate(STEPS, 9):
        time = f"2026-05-11T{hour:02}:00+08:00"
        done = site.run("approve", ITEM, "--person", person, "--sample-key", "--yes", "--time", time)
        assert 0 == done.returncode, done.stderr
    return site


def codes(site):
    """Codes of the ledger."""
    return [row.code for row in site.check() if row.code.startswith("V14")]


def test_the_publishers_decision_enters_the_ledger(office):
    """J20: number, index number, title, time, address and digest of what was published are registered."""
    [line] = office.read(PATH).splitlines()
    entry = json.loads(line)
    assert (1, ITEM, "") == (entry["number"], entry["item"], entry["previous"])
    assert f"items/2026/{ITEM}.html" == entry["address"]
    assert "2026-05-11T12:00+08:00" == entry["time"]
    assert [] == codes(office)


def test_a_published_item_that_vanishes_stops_the_build(office):
    """J22, row 45: an item may go only with its withdrawal; until then the old site stays."""
    office.remove(f"content/items/2026/{ITEM}.md")
    assert ["V143"] == codes(office)
    assert 2 == office.build().returncode
    office.write(
        f"catalog/status/{ITEM}.yml",
        f'format: 1\nwithdrawn:\n  kind: 一般撤回\n  on: "2026-06-01"\n  reason: 已被替代\n  index: 990203009/{ITEM}\n',
    )
    assert ["V143"] == codes(office), "a withdrawal that nobody signed excuses nothing"
    sign_status(office, ITEM, WITHDRAWAL_STEPS)
    assert [] == codes(office)


def test_a_changed_index_number_is_an_error(office):
    """索引号一经生成不再更改: the number of a published item is not changed."""
    office.edit(f"content/items/2026/{ITEM}.md", f"990203009/{ITEM}", "990203009/2026-00091")
    assert "V144" in codes(office)


def test_a_changed_or_removed_line_breaks_the_chain(office):
    """Row 45: each line holds the digest of the one before."""
    first = read_line(office.read(PATH).strip(), 1)
    facts = {
        name: getattr(first.entry, name)
        for name in ("action", "item", "index", "address", "title", "sha256", "time", "decision")
    }
    second = next_entry([first], **facts)
    office.write(PATH, office.read(PATH) + write_line(second) + "\n")
    assert [] == codes(office)
    whole = office.read(PATH)
    office.write(PATH, whole.replace("12:00", "11:59", 1))
    assert ["V141"] == codes(office), "a changed line"
    office.write(PATH, whole.splitlines()[1] + "\n")
    assert ["V141"] == codes(office), "a removed line"
    office.write(PATH, "{}\n" + whole)
    assert "V140" in codes(office), "a line that is none"


def test_a_ledger_that_was_replaced_whole_is_found_by_its_pin(office, monkeypatch):
    """Design 5: the head is pinned outside the repository, so that a rewritten history is found."""
    monkeypatch.setenv("DISCLOSURE_LEDGER_PIN", digest_of(office.read(PATH).strip()))
    assert [] == codes(office)
    office.remove(PATH)
    assert ["V142"] == codes(office)


def redate(site, *times):
    """Rewrite the times of the ledger's lines as somebody would who holds the repository, links and all."""
    lines = []
    for number, (old, time) in enumerate(zip(site.read(PATH).splitlines(), times, strict=True), 1):
        entry = replace(read_line(old, number).entry, time=time)
        lines.append(
            read_line(write_line(replace(entry, previous=lines[-1].digest if lines else "")), number)
        )
    site.write(PATH, "".join(write_line(line.entry) + "\n" for line in lines))


def test_nothing_is_published_before_its_approval(office):
    """Row 14: a publication that the ledger dates before the publisher's decision is an error of the item."""
    redate(office, "2026-05-11T11:59+08:00")
    assert ["V146"] == codes(office)
    redate(office, "2026-05-11T12:00+08:00")
    assert [] == codes(office)


def test_a_time_before_the_line_above_is_told(office):
    """Row 14: what is signed by key can't be dated back; what was, shows by its place, and holds nothing back."""
    office.add_item("2026-00091")
    done = []
    for hour, (step, person) in enumerate(STEPS[:3], 9):
        time = f"2026-05-10T{hour:02}:00+08:00"
        done.append(decide(office, step, person, time, done, identifier="2026-00091"))
    last = ("approve", "2026-00091", "--person", "publisher", "--sample-key", "--yes", "--time")
    early = office.run(*last, "2026-05-11T11:59+08:00")
    assert 2 == early.returncode
    assert "2026-05-11T12:00+08:00" in early.stderr
    assert 0 == office.run(*last, "2026-05-11T12:00+08:00").returncode
    assert [] == codes(office)
    redate(office, "2026-05-11T12:01+08:00", "2026-05-11T12:00+08:00")
    assert ["V145"] == codes(office)
    assert {"warning"} == {row.severity for row in office.check() if row.code == "V145"}


@given(st.text())
def test_no_text_for_a_line_crashes(text):
    """Design 1: what is no entry is refused with one kind of error."""
    with pytest.raises(LedgerFormatError):
        read_line(text, 1)
