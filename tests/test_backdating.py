"""Nothing is dated before its approval, and every step has its clock (row 14; X15, Q32)."""

from datetime import date

import pytest
from approval_maker import ITEM, approve_all, decide, require_approval
from disclosure.approval.chain import shipped_chains
from disclosure.approval.clock import step_deadline
from disclosure.check.site import check_site
from disclosure.check.timeliness import publication_deadlines
from disclosure.deadlines import find_overrun
from disclosure.model.catalog import assemble


@pytest.fixture
def office(make_site):
    """A small office that requires approval, with an item that waits for its first step."""
    return require_approval(make_site())


def catalog_of(site, today):
    """The catalog as of a day."""
    checked = check_site(site.root, today)
    return assemble(checked.site, checked.items, checked.problems)


def test_a_decision_dated_in_the_future_publishes_nothing_before_its_day(office):
    """Row 14, X15: the item is held until then, and told."""
    approve_all(office, day="2026-05-20")
    early = [row for row in office.check("2026-05-19") if row.item == ITEM]
    assert 4 == sum((row.code, row.severity) == ("V116", "warning") for row in early)
    assert ITEM in {entry.id for entry in catalog_of(office, "2026-05-19").held}
    assert "2026-05-20 12:00" in {item.published for item in catalog_of(office, "2026-05-20").items}
    assert [] == [row for row in office.check("2026-05-20") if row.code == "V116"]


def test_a_step_dated_before_the_one_it_relies_on_does_not_count(office):
    """Row 14: no step is dated back before the step before it."""
    first = decide(office, "draft", "head", "2026-05-11T09:00+08:00")
    decide(office, "secrecy", "secrecy", "2026-05-11T08:59+08:00", [first])
    assert {"V103", "V105"} == {row.code for row in office.check() if row.item == ITEM} & {"V103", "V105"}


def test_publish_on_only_puts_off(office):
    """X15: the intended day never makes a publication earlier than the publisher's decision."""
    office.edit(f"content/items/2026/{ITEM}.md", "publish_on: 2026-05-12", "publish_on: 2026-05-11")
    approve_all(office, day="2026-05-13")
    [item] = [item for item in catalog_of(office, "2026-06-15").items if item.id == ITEM]
    assert ("2026-05-13 12:00", "2026-05-13T12:00+08:00") == (item.published, item.decided)


def test_an_item_that_waits_is_late_too(office):
    """J16, S11: the term runs while the approval is under way; it is counted to today."""
    late = [row for row in office.check("2026-06-15") if row.item == ITEM and row.code == "V117"]
    assert 1 == len(late)
    assert "20 个工作日" in late[0].message
    assert [] == [row for row in office.check("2026-06-08") if row.item == ITEM and row.code == "V117"]
    approve_all(office, day="2026-06-08")
    assert [] == [
        row for row in office.check("2026-06-15") if row.item == ITEM and row.code in ("V117", "T001")
    ]


def test_a_change_has_its_own_term(office):
    """J16: each change starts a term, held against the day on which the changed item was published."""
    approve_all(office)
    path = f"content/items/2026/{ITEM}.md"
    office.edit(path, "formed: 2026-05-11\n", "formed: 2026-05-11\nchanged: 2026-05-18\n")
    checked = check_site(office.root, "2026-06-01")
    [item] = [item for item in checked.items if item.id == ITEM]
    assert ["2026-06-15"] == [d.due for d in publication_deadlines(checked.site, item)]


def test_the_clock_of_a_step_is_counted_in_working_days():
    """Q32: the group office's reviewer answers within five working days; the clock binds no other step, of no chain.

    五级审查 has no step of the group office, and so no clock.
    """
    clocks = {
        c.id: [s.id for s in c.steps if s.working_days] for c in shipped_chains().values() if not c.later
    }
    assert {"yangquan-procedure": ["group-office"]} == {
        name: steps for name, steps in clocks.items() if steps
    }
    chain = shipped_chains()["yangquan-procedure"]
    found = {step.id: step_deadline(step, "2026-04-29T15:00+08:00") for step in chain.steps}
    assert ["group-office"] == [name for name, deadline in found.items() if deadline]
    assert "2026-05-09" == found["group-office"].due, "the holiday is passed over, the worked Saturday counts"
    assert 2 == find_overrun(found["group-office"], "2026-05-12").count
    assert step_deadline(chain.steps[1], "") is None, "what does not wait has no clock"
    assert date(2026, 5, 9).weekday() == 5
