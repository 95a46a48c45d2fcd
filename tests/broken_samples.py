"""Samples of bad input: one file a problem code in tests/broken, each a list of cases laid over a small office.

A case is a mapping:

    name     what is broken, in English
    rows     numbers of the cases of bad input (data/problems.yml, `rows`) that it stands for
    base     the site of tests/sites that it changes (small)
    today    the day of the check (site_maker.TODAY)
    item     {old text: new text} in the item ITEM, each old text standing there once
    body     text in place of that item's body
    edit     {path: {old text: new text}}
    files    {path: content}, where content is text or one of
             {hex: …}  {text: …, encoding: …}  {link: target}  {pipe: true}  {folder: true}  {size: bytes, head: text}
             {deep: number of folders in each other, too many for a path}
             {workbook: text of its only cell}
             {fault: name}, a file of faulty_files.FAULTS   {place: name, mark: name}, one of planted_files.PLACES
             and a path that begins with `bytes:` is written in hexadecimal
    remove   paths
    limits   {name: value} of the process that looks into files
    vanish   a path that goes away between the listing of the folder and the reading of the file
    expect   every row that the check reports, as `path:line CODE`; ITEM is written `item`

`<<name>>` in a text stands for a mark of gate_marks.planted, made at run time: no such number is stored.
"""

import os
import re
import sys
from pathlib import Path

import faulty_files
import gate_marks
import package_maker
import planted_files
import site_maker
import yaml
from disclosure.gates import files as gate_files
from disclosure.gates.limits import Limits
from disclosure.gates.runner import Scanner

FOLDER = Path(__file__).resolve().parent / "broken"
ITEM = "content/items/2026/2026-00011.md"
_DEEP = re.compile(r"(?:/d{250})+")
_KEYS = {
    "name",
    "rows",
    "base",
    "today",
    "item",
    "body",
    "edit",
    "files",
    "remove",
    "limits",
    "vanish",
    "expect",
}
_MARK = re.compile("<<([^<>]+)>>")


def load_cases():
    """All cases as (code, number, case), sorted."""
    cases = []
    for path in sorted(FOLDER.glob("*.yml")):
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert isinstance(loaded, list), path.name
        for number, case in enumerate(loaded):
            assert case.keys() <= _KEYS, f"{path.name}: {case.keys() - _KEYS}"
            assert {"name", "expect"} <= case.keys(), f"{path.name} {number}: a case needs name and expect"
            cases.append((path.stem, number, case))
    return cases


def shown_rows(rows):
    """Rows of the check as they are written in `expect`, sorted; how deep a path can be is the machine's matter."""
    shown = (f"{'item' if row.path == ITEM else row.path}:{row.line} {row.code}" for row in rows)
    return sorted(_DEEP.sub("/…", row) for row in shown)


def needs(case):
    """What a case asks of the machine that it may not have, or an empty text."""
    contents = [content for content in case.get("files", {}).values() if isinstance(content, dict)]
    if any(content.keys() & {"pipe", "deep"} for content in contents) and not hasattr(os, "mkfifo"):
        return "this system has no named pipes and no folders by handle"
    paths = [path.casefold() for path in case.get("files", {})]
    odd = len(paths) != len(set(paths)) or any(path.startswith("bytes:") for path in case.get("files", {}))
    return "this file system keeps no such names" if odd and sys.platform != "linux" else ""


def lay_out(case, folder):
    """Make the site of a case in `folder` and return it."""
    site = site_maker.make_site(folder, case.get("base", "small"))
    for old, new in case.get("item", {}).items():
        site.edit(ITEM, old, _filled(new))
    if "body" in case:
        head, _, _ = site.read(ITEM).partition("\n---\n")
        site.write(ITEM, f"{head}\n---\n{_filled(case['body'])}")
    for path, changes in case.get("edit", {}).items():
        for old, new in changes.items():
            site.edit(path, old, _filled(new))
    for path in case.get("remove", ()):
        site.remove(path)
    for path, content in case.get("files", {}).items():
        _put(site.root, path, content)
    return site


def _put(root, path, content):
    name = os.fsdecode(bytes.fromhex(path.removeprefix("bytes:"))) if path.startswith("bytes:") else path
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, str):
        file.write_bytes(_filled(content).encode("utf-8"))
    elif "workbook" in content:
        file.write_bytes(package_maker.xlsx(package_maker.row(1, content["workbook"])))
    elif "fault" in content:
        [data] = [fault[2] for fault in faulty_files.FAULTS if fault[0] == content["fault"]]
        file.write_bytes(data)
    elif "place" in content:
        [make] = [make for name, _, make, _ in planted_files.PLACES if name == content["place"]]
        file.write_bytes(make(_planted(content["mark"])))
    elif "hex" in content:
        file.write_bytes(bytes.fromhex(content["hex"]))
    elif "encoding" in content:
        file.write_bytes(content["text"].encode(content["encoding"]))
    elif "link" in content:
        file.symlink_to(content["link"])
    elif "pipe" in content:
        os.mkfifo(file)
    elif "folder" in content:
        file.mkdir()
    elif "deep" in content:
        _dig(file, content["deep"])
    else:
        with file.open("wb") as stream:
            stream.write(content.get("head", "").encode("utf-8"))
            stream.truncate(content["size"])


def _filled(text):
    """`text` with its marks made."""
    return _MARK.sub(lambda found: _planted(found[1]), text)


def _planted(name):
    marks = (*gate_marks.planted(), *gate_marks.rare())
    return next(planted.text for planted in marks if planted.name == name)


def _dig(folder, depth):
    folder.mkdir()
    handle = os.open(folder, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("d" * 250, dir_fd=handle)
        inner = os.open("d" * 250, os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = inner
    os.close(handle)


def check_case(case, site, monkeypatch):
    """The rows of `disclosure check` for a laid out case."""
    if "vanish" in case:
        _lose_after_listing(site.root, case["vanish"], monkeypatch)
    if "limits" not in case:
        return site.check(case.get("today", site_maker.TODAY))
    scanner = Scanner(Limits(**case["limits"]))
    monkeypatch.setattr(gate_files, "scanner", lambda: scanner)
    try:
        return site.check(case.get("today", site_maker.TODAY))
    finally:
        scanner.close()


def _lose_after_listing(root, lost, monkeypatch):
    """Remove a file right after the folder was listed, as another program may."""
    from disclosure.check import pages
    from disclosure.check import site as items

    def losing(listing):
        def list_then_lose(folder):
            found = listing(folder)
            if lost in found[0]:
                (root / lost).unlink()
            return found

        return list_then_lose

    monkeypatch.setattr(items, "list_items", losing(items.list_items))
    monkeypatch.setattr(pages, "list_pages", losing(pages.list_pages))
