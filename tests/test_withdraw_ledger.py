"""The ledger after publication: corrections are registered, addresses stay, only a signed 涉密处置 empties a line."""

import pytest
from approval_maker import ITEM, STEPS, sign_status
from disclosure.check.site import check_site
from disclosure.ledger import PATH, write_redacted
from site_maker import TODAY
from withdraw_maker import URGENT_STEPS, catalog_of, ledger, published_office, register, rows_of, run_here

FILE = f"content/items/2026/{ITEM}.md"


@pytest.fixture
def office(make_site):
    """A small office that requires approval, with one item published and registered."""
    return published_office(make_site())


def codes(site):
    """Codes of errors of the ledger and of withdrawal, those of the site itself."""
    rows = check_site(site.root, TODAY).problems
    return [row.code for row in rows if row.code[:3] in ("V14", "V16") and row.severity == "error"]


def correct(site, text="服务电话改为0990-5560200。", day="2026-05-20"):
    """Change the item's body and have the whole chain approve it anew, by the command."""
    site.write(FILE, site.read(FILE) + f"\n{text}\n")
    for hour, (_, person) in enumerate(STEPS, 9):
        done = run_here(
            site,
            *("approve", ITEM, "--person", person, "--sample-key", "--yes"),
            *("--time", f"{day}T{hour:02}:00+08:00"),
        )
        assert 0 == done.exit_code, done.output


def test_a_correction_has_its_own_chain_and_line(office):
    """Q15, J22: a changed item is held back until it is approved anew, and registered as a change (变更)."""
    office.write(FILE, office.read(FILE) + "\n更正。\n")
    assert ITEM not in catalog_of(office).by_id
    correct(office)
    assert ["发布", "变更"] == [line.entry.action for line in ledger(office)]
    assert [] == codes(office)


def test_a_corrected_item_keeps_its_date_and_says_when_it_was_corrected(office):
    """Q15: the day of publication is the first one; the page says that it was corrected, and when."""
    correct(office)
    item = catalog_of(office).by_id[ITEM]
    assert "2026-05-12" == item.publication[:10]
    assert ("2026-05-20 12:00",) == item.corrected


def test_a_correction_that_nobody_signed_is_not_told(office):
    """Design 5: what the ledger says of a revision counts only where a signed decision bears it out."""
    correct(office)
    lines = ledger(office)
    text = office.read(PATH).splitlines()
    office.write(PATH, "\n".join([text[0], text[1].replace("2026-05-20T12", "2026-05-19T12")]) + "\n")
    assert 2 == len(lines)
    checked = check_site(office.root, TODAY)
    assert [()] == [item.corrected for item in checked.items if item.id == ITEM]
    assert "V146" in {row.code for row in checked.problems}, "row 14: registered before it was approved"


def test_an_earlier_revision_can_not_be_put_back(office):
    """Rows 26, 45: the approval of an earlier revision does not count again once a correction took its place."""
    before = office.read(FILE)
    correct(office)
    office.write(FILE, before)
    assert [("error", "V168")] == rows_of(office)
    assert ITEM not in catalog_of(office).by_id


def test_a_changed_address_stops_the_build(office):
    """J22, row 45: an address is a promise: moved to another year, the item is an error of the site."""
    office.write(f"content/items/2025/{ITEM}.md", office.read(FILE))
    office.remove(FILE)
    assert ["V166"] == codes(office)


def test_a_line_is_emptied_only_by_a_signed_decision(office):
    """Section 3: a redacted line without its 涉密处置 is a rewritten history; with it the chain still holds."""
    whole = office.read(PATH)
    office.write(PATH, write_redacted(ledger(office)[0]) + "\n")
    assert ["V167"] == codes(office)
    office.write(PATH, whole)
    office.write(
        f"catalog/status/{ITEM}.yml", 'format: 1\nwithdrawn:\n  kind: 涉密处置\n  on: "2026-06-01"\n'
    )
    sign_status(office, ITEM, URGENT_STEPS)
    register(office, f"status:{ITEM}", action="涉密处置", title="")
    first, second = office.read(PATH).splitlines()
    office.write(PATH, f"{write_redacted(ledger(office)[0])}\n{second}\n")
    assert [] == codes(office)
    assert first not in office.read(PATH)


def test_a_correction_is_on_time_by_its_first_publication(office):
    """J16: a correction months later is no late publication: the term runs from 成文 to the first one."""
    correct(office, day="2026-09-14")
    rows = check_site(office.root, "2026-09-20").problems
    assert [] == [row for row in rows if row.item == ITEM and row.code == "T001"]


def test_an_unknown_action_is_no_line(office):
    """Row 45: the ledger holds what the tool writes, nothing else."""
    office.write(PATH, office.read(PATH).replace("发布", "公布"))
    assert "V140" in codes(office)
