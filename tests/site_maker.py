"""Scratch sites: a copy of one of tests/sites, changed file by file, checked and built as an office would."""

import gzip
import hashlib
import io
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import warm_command
from disclosure.check.catalog import check_published
from disclosure.check.site import check_site
from disclosure.index.script_file import from_script
from disclosure.model.catalog import assemble
from disclosure.registers.check import check_registers

SITES = Path(__file__).resolve().parent / "sites"
TODAY = "2026-06-15"
UNIT_CODE = "990203009"

_FIELDS = {
    "title": "关于公布服务电话的通知",
    "category": "工作动态",
    "office": "示例县工业和信息化局",
    "disclosure": "主动公开",
    "formed": "2026-05-11",
    "publish_on": "2026-05-12",
    "summary": "公布服务电话。",
}
_CONTACT = "contact:\n  department: 办公室\n  phone: 0990-5560100\n"
BODY = "服务电话为0990-5560100。\n"


class ScratchSite:
    """A site folder that a test may do anything with. Paths are relative to it, with forward slashes."""

    def __init__(self, root):
        self.root = root

    @property
    def out(self):
        """The published folder."""
        return self.root / "site"

    def write(self, path, content):
        """Write text (as UTF-8, line ends as they are) or bytes."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return file

    def read(self, path):
        """The text of a file."""
        return (self.root / path).read_bytes().decode("utf-8")

    def edit(self, path, old, new):
        """Replace `old`, which must stand in the file exactly once."""
        text = self.read(path)
        assert 1 == text.count(old), f"{path} must hold {old!r} once"
        self.write(path, text.replace(old, new))

    def remove(self, path):
        """Remove a file or a folder."""
        place = self.root / path
        shutil.rmtree(place) if place.is_dir() else place.unlink()

    def add_item(self, identifier, body=BODY, extra="", **fields):
        """Write a valid item and return its path; `fields` replace plain ones, `extra` is more front-matter."""
        values = {**_FIELDS, "index": f"{UNIT_CODE}/{identifier}", **fields}
        lines = "".join(f"{key}: {value}\n" for key, value in values.items() if value is not None)
        path = f"content/items/{identifier[:4]}/{identifier}.md"
        self.write(path, f"---\n{lines}{_CONTACT}{extra}---\n\n{body}")
        return path

    def check(self, today=TODAY):
        """All rows that `disclosure check` reports, sorted."""
        return check_rows(self.root, today)

    def run(self, *arguments, env=None, cwd=None):
        """Run the command on this site; returns the finished process with decoded output."""
        return run_command(*arguments, "--site", str(self.root), env=env, cwd=cwd or self.root)

    def build(self, *options, today=TODAY, search=False, env=None):
        """Run `disclosure build`; without search unless it is asked for."""
        flags = () if search else ("--no-search",)
        return self.run("build", "--today", today, *flags, *options, env=env)


def make_site(folder, base="small"):
    """Copy tests/sites/<base> to `folder`, which must not be there yet."""
    shutil.copytree(SITES / base, folder)
    return ScratchSite(folder)


def check_rows(root, today=TODAY):
    """The rows of `disclosure check`, and of `disclosure register check`, for the site in `root`, sorted."""
    checked = check_site(root, today)
    catalog = assemble(checked.site, checked.items, checked.problems)
    registers = check_registers(checked.site, root / "catalog" / "registers")[1]
    return sorted((*checked.problems, *check_published(checked.site, catalog.items), *registers))


def surroundings(env=None):
    """The environment of a child process: nothing of the test run's own settings of day, place or language."""
    ours = ("SOURCE_DATE_EPOCH", "DISCLOSURE_TODAY", "DISCLOSURE_SEARCH", "TZ", "LANG", "LC_ALL")
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return {**kept, "NO_MKDOCS_2_WARNING": "1", **(env or {})}


def run_command(*arguments, env=None, cwd=None):
    """Run `python -m disclosure` with these arguments, in a process of its own."""
    if env is None and warm_command.POSSIBLE:
        return warm_command.run_warm(arguments, surroundings(), cwd, timeout=300)
    return subprocess.run(
        [sys.executable, "-m", "disclosure", *arguments],
        env=surroundings(env),
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=300,
        check=False,
    )


def tree(folder):
    """Every file below `folder`: its address and the SHA-256 of its bytes."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


def places_of(folder, needle):
    """The addresses of all files below `folder` that hold `needle` in their name or anywhere in them.

    Packed files are opened: those of the search, workbooks (zip), the sitemap (gzip).
    """
    data = needle.encode("utf-8")
    places = []
    for path in sorted(folder.rglob("*")):
        address = path.relative_to(folder).as_posix()
        if path.is_file() and (needle in address or any(data in part for part in _opened(path.read_bytes()))):
            places.append(address)
    return places


def _opened(data):
    yield data
    if data.startswith(b"disclosureData("):
        yield from map(from_script, data.decode("ascii").splitlines())
    elif data.startswith(b"\x1f\x8b"):
        yield gzip.decompress(data)
    elif data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
