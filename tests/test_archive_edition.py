"""The archive edition (条例第二十五条; S12): a period's information for 档案馆 and 图书馆, whole without a network."""

import csv
import hashlib
import io

import pytest
from click.testing import CliRunner
from disclosure.cli import main
from disclosure.verify.pages import check_pages

TITLE = "关于五月份停电检修的通知"
GONE = "不应当再出现的名称"


def pack(site, folder, first="2026-05-01", last="2026-05-31", today="2026-06-15"):
    """Run `pack --archive` in this process."""
    given = [
        "pack",
        "--archive",
        "--site",
        str(site.root),
        "--today",
        today,
        "--from",
        first,
        "--until",
        last,
    ]
    return CliRunner().invoke(main, [*given, str(folder)], catch_exceptions=False)


@pytest.fixture
def edition(make_site, tmp_path):
    """The edition of May of an office that published one item in May, and withdrew two others then."""
    site = make_site()
    site.add_item("2026-00031", title=TITLE, publish_on="2026-05-20")
    site.add_item("2026-00032", title="六月的通知", publish_on="2026-06-02", formed="2026-06-01")
    for identifier, kind, title in (
        ("2026-00033", "一般撤回", "撤回的通知"),
        ("2026-00034", "隐私撤回", GONE),
    ):
        site.add_item(identifier, title=title)
        site.write(
            f"catalog/status/{identifier}.yml",
            f"format: 1\nwithdrawn:\n  kind: {kind}\n  on: 2026-05-25\n  reason: 有误\n"
            f"  index: 990203009/{identifier}\n" + (f"  title: {title}\n" if kind == "一般撤回" else ""),
        )
    done = pack(site, tmp_path / "edition")
    assert 0 == done.exit_code, done.output
    return tmp_path / "edition"


def test_the_edition_holds_what_was_published_in_the_period(edition):
    """Article 25: every item of the period with its page, and none of another; the entry page lists them."""
    index = (edition / "index.html").read_text(encoding="utf-8")
    assert TITLE in index
    assert "六月的通知" not in index
    assert TITLE in (edition / "items/2026/2026-00031.html").read_text(encoding="utf-8")
    assert not (edition / "items/2026/2026-00032.html").exists()


def test_nothing_in_it_leads_out_or_to_nowhere(edition):
    """S12: it is opened from a disk on a machine without a network."""
    assert [] == list(check_pages(edition))
    for page in edition.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert 'src="http' not in text
        assert 'rel="stylesheet" href="http' not in text


def test_what_was_withdrawn_is_named_as_its_kind_allows(edition):
    """J22: a general withdrawal is told with its title, one for privacy by its number alone."""
    index = (edition / "index.html").read_text(encoding="utf-8")
    assert "990203009/2026-00033 撤回的通知" in index
    assert "990203009/2026-00034" in index
    assert [] == [p for p in edition.rglob("*") if p.is_file() and GONE.encode() in p.read_bytes()]


def test_its_digests_hold(edition):
    """Article 25: who keeps it can see that nothing was changed since; all files are on the list."""
    listed = {}
    for line in (edition / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            digest, _, name = line.partition("  ")
            listed[name] = digest
    files = {p.relative_to(edition).as_posix(): p for p in edition.rglob("*") if p.is_file()}
    assert set(files) - {"SHA256SUMS", "manifest.json"} == set(listed)
    for name, digest in listed.items():
        assert digest == hashlib.sha256(files[name].read_bytes()).hexdigest(), name


def test_a_folder_with_files_and_a_wrong_period_are_refused(make_site, tmp_path):
    """Design 7: nothing is written over; exit code 2 for what cannot run."""
    site = make_site(name="other")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("x", encoding="utf-8")
    assert 2 == pack(site, tmp_path / "full").exit_code
    assert 2 == pack(site, tmp_path / "new", "2026-06-01", "2026-05-01").exit_code
    assert 2 == pack(site, site.root / "content" / "x").exit_code


def test_the_sample_office_s_records_name_no_person(pytestconfig, tmp_path):
    """Design 1: the ledger's lines of the period without those who decided; the same period gives the same bytes."""
    given = ["pack", "--archive", "--site", str(pytestconfig.rootpath), "--today", "2026-11-20"]
    given += ["--from", "2026-01-01", "--until", "2026-03-31"]
    for name in ("one", "two"):
        done = CliRunner().invoke(main, [*given, str(tmp_path / name)], catch_exceptions=False)
        assert 0 == done.exit_code, done.output
    files = {
        p.relative_to(tmp_path / "one"): p.read_bytes() for p in (tmp_path / "one").rglob("*") if p.is_file()
    }
    assert files == {
        p.relative_to(tmp_path / "two"): p.read_bytes() for p in (tmp_path / "two").rglob("*") if p.is_file()
    }
    text = (tmp_path / "one" / "records.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows
    assert all("2026-01-01" <= row["时间"][:10] <= "2026-03-31" for row in rows)
    assert not any(word in text for word in ("同意", "拟稿", "审核人", "科室负责人"))
