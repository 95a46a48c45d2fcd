"""归档 (条例第四十五条): a case's register entry, papers and list in one folder, outside of every git tree."""

import hashlib
import subprocess

import mammoth
import pytest
from register_maker import application, event, write_cases
from withdraw_maker import run_here

ANSWERED = event("2026-06-10", "答复", number="答1号", outcome="予以公开")


@pytest.fixture
def office(make_site):
    return write_cases(
        make_site(), [application("2026-06-01", ANSWERED), application("2026-06-01", number="2026-0002")]
    )


@pytest.fixture
def papers(tmp_path):
    folder = tmp_path / "papers"
    (folder / "扫描").mkdir(parents=True)
    (folder / "申请书.txt").write_text("张某某", encoding="utf-8")
    (folder / "扫描" / "答复.txt").write_text("答复", encoding="utf-8")
    return folder


def archive(site, papers, out, number="2026-0001"):
    place = ("--papers", str(papers), "--out", str(out), "--today", "2026-06-15")
    return run_here(site, "register", "archive", number, *place)


def test_a_case_in_one_folder(office, papers, tmp_path):
    """条例 45: 登记、审核、办理、答复、归档: entry, papers, list; the digests are those of stock sha256sum."""
    done = archive(office, papers, tmp_path / "out")
    assert 0 == done.exit_code, done.output
    folder = tmp_path / "out" / "applications-2026-0001"
    sums = dict(
        reversed(line.split("  "))
        for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    )
    assert ["卷内目录.docx", "材料/扫描/答复.txt", "材料/申请书.txt", "登记.yml"] == sorted(sums)
    for name, digest in sums.items():
        assert digest == hashlib.sha256((folder / name).read_bytes()).hexdigest(), name
    with (folder / "卷内目录.docx").open("rb") as stream:
        text = mammoth.extract_raw_text(stream).value
    for words in ("案号 2026-0001", "保管期限 未确定", "答1号；予以公开", "材料/申请书.txt"):
        assert words in text
    assert 2 == archive(office, papers, tmp_path / "out").exit_code, "a folder that is there is never changed"


def test_what_must_not_be_archived_is_refused(office, papers, tmp_path):
    """Duties 4.9: open cases are not filed away; papers and folder lie outside of git."""
    tree = tmp_path / "tree"
    subprocess.run(["git", "init", "-q", tree], check=True)
    for refused in (
        archive(office, papers, tmp_path / "out", "2026-0002"),
        archive(office, papers, tree / "out"),
        archive(office, papers, papers.parent),
        archive(office, papers, office.root / "content"),
        archive(office, tree, tmp_path / "out"),
    ):
        assert 2 == refused.exit_code, refused.output
    assert not (tmp_path / "out").exists()


def test_half_a_folder_is_never_left(office, papers, tmp_path):
    """条例 45: what could not be copied whole is not there, so that nobody takes it for the case, and it can be tried again."""
    far = tmp_path.joinpath(*["层" * 80] * 15)
    (papers / ("深" * 80) / ("深" * 80)).mkdir(parents=True)
    (papers / ("深" * 80) / ("深" * 80) / "附页.txt").write_text("附页", encoding="utf-8")
    done = archive(office, papers, far)
    assert (2, True) == (done.exit_code, "没有留下写了一半的案卷" in done.output), done.output
    assert [] == list(far.iterdir())


def test_a_link_among_the_papers_is_told(office, papers, tmp_path):
    """Nothing is lost: a link would be left out of the folder, or bring in what lies elsewhere."""
    (papers / "另一份.txt").symlink_to(papers / "申请书.txt")
    done = archive(office, papers, tmp_path / "out")
    assert (2, True) == (done.exit_code, "另一份.txt" in done.output), done.output
    assert not (tmp_path / "out").exists()
