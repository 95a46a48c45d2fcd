"""What git does not hold is kept in one file, checked before it is believed (条例 registers; design 3, 5)."""

import hashlib
import io
import shutil
import subprocess
import tarfile
from functools import partial

import pytest
from disclosure.publish import archive as archive_module
from disclosure.publish.archive import ArchiveError, check_archive, write_archive
from disclosure.publish.manifest import Release, checksums
from disclosure.publish.writer import Written

PIN = "3f" * 32


@pytest.fixture
def site(built, tmp_path):
    """A copy of the built office, with registers and scans that lie outside of it."""
    copy = type(built)(tmp_path / "office")
    shutil.copytree(built.root, copy.root)
    for name, text in (("registers/2026/申请.csv", "收件日期,申请人\n"), ("scans/a.pdf", "%PDF-1.7\n")):
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    return copy


def places(tmp_path, registers="registers", scans="scans"):
    return ("--registers", str(tmp_path / registers), "--scans", str(tmp_path / scans))


def backup(site, tmp_path, name="backup.tar", **env):
    target = tmp_path / name
    done = site.run(
        "backup", "--out", str(target), *places(tmp_path), env={"DISCLOSURE_POLICY_PIN": PIN, **env}
    )
    assert 0 == done.returncode, done.stderr
    return target, done.stdout


def test_there_and_back(site, tmp_path):
    """J20, design 5: after the machine is lost, pins, lists of the last publication, registers and scans are back."""
    target, said = backup(site, tmp_path)
    assert "备份没有加密" in said, "that it is not encrypted is said plainly"
    assert 0o600 == target.stat().st_mode & 0o777, "nobody else may read it"
    lists = site.root / ".cache" / "disclosure"
    before = {
        p.name: p.read_bytes()
        for p in lists.iterdir()
        if p.name in ("manifest.json", "SHA256SUMS", "report.json")
    }
    shutil.rmtree(lists)
    done = site.run("restore", str(target), "--check")
    assert (0, True, False) == (done.returncode, PIN in done.stdout, lists.exists()), "a look writes nothing"
    done = site.run("restore", str(target), *places(tmp_path, "new/registers", "new/scans"))
    assert 0 == done.returncode, done.stderr
    assert before == {p.name: p.read_bytes() for p in lists.iterdir()}
    assert {"manifest.json", "SHA256SUMS"} <= set(before)
    assert "收件日期,申请人\n" == (tmp_path / "new/registers/2026/申请.csv").read_text(encoding="utf-8")
    assert (tmp_path / "new/scans/a.pdf").is_file()
    assert f"DISCLOSURE_POLICY_PIN={PIN}" in done.stdout, (
        "the pin is shown, to be compared with another person's"
    )
    assert 0 == site.run("verify").returncode, "the lists are those of the site that is still there"


def test_the_same_state_is_the_same_file(site, tmp_path):
    """Design 3: the same bytes whenever and wherever it is made, so that two backups can be compared."""
    first, _ = backup(site, tmp_path)
    (tmp_path / "scans/a.pdf").touch()
    second, _ = backup(site, tmp_path, "again.tar", TZ="America/Los_Angeles", LC_ALL="C")
    assert first.read_bytes() == second.read_bytes()


def test_it_opens_without_us(site, tmp_path):
    """Exit plan: stock tar and sha256sum open and check it."""
    if shutil.which("sha256sum") is None or shutil.which("tar") is None:
        pytest.skip("tar or sha256sum is not on this machine")
    target, _ = backup(site, tmp_path)
    folder = tmp_path / "opened"
    folder.mkdir()
    subprocess.run(["tar", "xf", target, "-C", folder], check=True)
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=folder, check=True)
    assert {"SHA256SUMS", "pins.json", "keys.txt", "publication", "registers", "scans"} == {
        path.name for path in folder.iterdir()
    }


def test_what_is_there_is_not_overwritten(site, tmp_path):
    """A restore never destroys what is newer: it refuses whole, names the files, and does it only when told so."""
    target, _ = backup(site, tmp_path)
    register = tmp_path / "registers/2026/申请.csv"
    register.write_text("更新的", encoding="utf-8")
    (tmp_path / "scans/a.pdf").unlink()
    done = site.run("restore", str(target), *places(tmp_path))
    assert 2 == done.returncode
    assert str(register) in done.stderr
    assert not (tmp_path / "scans/a.pdf").exists(), "nothing is restored when something would be lost"
    assert "更新的" == register.read_text(encoding="utf-8")
    assert 0 == site.run("restore", str(target), *places(tmp_path), "--yes").returncode
    assert "收件日期,申请人\n" == register.read_text(encoding="utf-8")
    again = site.run("restore", str(target), *places(tmp_path))
    assert (0, True) == (again.returncode, "已恢复 0 个文件" in again.stdout), (
        "what is the same is left alone"
    )


def test_never_into_git_unsaid(site, tmp_path):
    """SECURITY.md: what is private must not get into a history that keeps it for ever; nor is a backup overwritten."""
    (site.root / ".git").mkdir()
    inside = site.root / "catalog" / "backup.tar"
    done = site.run("backup", "--out", str(inside))
    assert (2, False) == (done.returncode, inside.exists())
    assert "git 仓库" in done.stderr
    assert 0 == site.run("backup", "--out", str(inside), "--yes").returncode
    outside = tmp_path / "b.tar"
    outside.write_text("kept")
    assert 2 == site.run("backup", "--out", str(outside)).returncode
    assert "kept" == outside.read_text()


def test_links_are_told_not_followed(site, tmp_path):
    """A link in the registers could bring any file of the machine into the backup."""
    (tmp_path / "registers" / "link.csv").symlink_to("/etc/passwd")
    done = site.run("backup", "--out", str(tmp_path / "b.tar"), *places(tmp_path))
    assert (0, True) == (done.returncode, "link.csv" in done.stderr)
    assert "registers/link.csv" not in check_archive(tmp_path / "b.tar")[0]


def archive(path, *members, listed=None):
    """A tar with these (name, bytes) or TarInfo members; the list in front says `listed`, or what is true."""
    rows = [
        Written(name, len(data), hashlib.sha256(data).hexdigest())
        for name, data in (m for m in members if isinstance(m, tuple))
    ]
    text = checksums(rows if listed in (None, "none") else listed, Release()).encode()
    if listed == "none":
        text = b"x"
    with tarfile.open(path, "w") as tar:
        for member in (("SHA256SUMS", text), *members):
            if isinstance(member, tarfile.TarInfo):
                tar.addfile(member)
            else:
                info = tarfile.TarInfo(member[0])
                info.size = len(member[1])
                tar.addfile(info, io.BytesIO(member[1]))
    return path


def of_type(name, kind, target=""):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


PINS = ("pins.json", b"{}")
BROKEN = {
    "a name that leads elsewhere": lambda p: archive(p, PINS, ("registers/../../x", b"x")),
    "an absolute name": lambda p: archive(p, PINS, ("/x", b"x")),
    "a name of another system": lambda p: archive(p, PINS, ("registers\\x", b"x")),
    "a link": lambda p: archive(p, PINS, of_type("registers/x", tarfile.SYMTYPE, "/etc/passwd")),
    "a device": lambda p: archive(p, PINS, of_type("registers/x", tarfile.CHRTYPE)),
    "other bytes than listed": lambda p: archive(p, PINS, listed=[Written("pins.json", 2, "0" * 64)]),
    "a file that is not listed": lambda p: archive(p, PINS, listed=[]),
    "a file that is missing": lambda p: archive(p, PINS, listed=[Written("a", 1, "0" * 64)]),
    "a file twice": lambda p: archive(p, PINS, PINS),
    "no list": lambda p: p.write_bytes(b""),
    "something else": lambda p: p.write_bytes(b"PK\x03\x04" + b"x" * 2000),
    "a list that is none": lambda p: archive(p, PINS, listed="none"),
    "a second list": lambda p: archive(p, PINS, ("SHA256SUMS", b"x")),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_backup_is_refused(site, tmp_path, name):
    """Design 3: every digest is checked before the first byte is written; exit code 2 and a sentence, no traceback."""
    target = tmp_path / "broken.tar"
    BROKEN[name](target)
    before = sorted(tmp_path.rglob("*"))
    done = site.run("restore", str(target), *places(tmp_path, "new", "new"), "--yes")
    assert (2, "") == (done.returncode, done.stdout)
    assert "Traceback" not in done.stderr
    assert before == sorted(tmp_path.rglob("*")), "nothing was written"


def test_a_backup_cut_short_is_refused(site, tmp_path):
    """A copy that broke off is found out before anything is written, wherever it broke off."""
    target, _ = backup(site, tmp_path)
    data = target.read_bytes()
    for length in range(0, len(data) - 10_240, 4096):  # tar fills its end with zeros
        target.write_bytes(data[:length])
        with pytest.raises(ArchiveError):
            check_archive(target)


def test_a_file_that_changes_meanwhile(tmp_path, monkeypatch):
    """What is packed is what was listed, or nothing is left behind."""
    source = tmp_path / "register.csv"
    source.write_text("甲\n", encoding="utf-8")
    measure = archive_module._measure

    def then_edit(path, *, text):
        found = measure(path)
        source.write_text(text, encoding="utf-8")
        return found

    for text in ("乙\n", "", "甲\n乙\n"):
        source.write_text("甲\n", encoding="utf-8")
        monkeypatch.setattr(archive_module, "_measure", partial(then_edit, text=text))
        if text.startswith("甲"):  # what was there is whole, and what came after waits for the next backup
            write_archive(tmp_path / "b.tar", {"registers/register.csv": source}, Release())
            assert 4 == check_archive(tmp_path / "b.tar")[0]["registers/register.csv"].size
            continue
        with pytest.raises(ArchiveError):
            write_archive(tmp_path / "b.tar", {"registers/register.csv": source}, Release())
        assert ["register.csv"] == [path.name for path in tmp_path.iterdir()]
