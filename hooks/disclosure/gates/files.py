"""A file of the site through the gates: looked into by the scanner's process, or found in the cache; rows of its scan."""

from pathlib import Path

from disclosure.gates import cache
from disclosure.gates.findings import FileScan
from disclosure.gates.properties import Expected
from disclosure.gates.runner import scanner
from disclosure.gates.text import hide
from disclosure.gates.text_version.blocks import TextVersion
from disclosure.gates.wording import place, spaced, times, within
from disclosure.problems import Problem, problem

_NEVER_KEPT = {"M002", "M006"}
"""Codes that another attempt may not meet again."""


def scan_file(root: Path, path: str, sha256: str, expected: Expected) -> FileScan:
    """What looking into the file `path` of the site in `root` comes to, from the cache where it was looked into before.

    `sha256` is the digest of its bytes as the check found them.
    """
    ending = path.rpartition(".")[2].lower()
    scan = cache.find(root, sha256, ending, expected)
    if scan is None:
        scan = scanner().scan(root / path, ending, sha256, expected)
        if not _NEVER_KEPT & {finding.code for finding in scan.findings}:
            cache.keep(root, sha256, ending, expected, scan)
        if scan.text is not None:
            cache.keep_text(root, sha256, ending, scan.text)
    return scan


def text_of_file(root: Path, path: str, sha256: str) -> TextVersion:
    """The text version (文字版) of the file `path` of the site in `root`, kept by digest; empty where it has none."""
    ending = path.rpartition(".")[2].lower()
    version = cache.find_text(root, sha256, ending)
    if version is None:
        version = scanner().read(root / path, ending, sha256)
        cache.keep_text(root, sha256, ending, version)
    return version


def file_rows(scan: FileScan, carrier: str, naming: tuple[str, int, str, str]) -> list[Problem]:
    """Rows for what was found in the file `carrier` (below content/), at the place where it is named.

    `naming` is (path, line, field, item id).
    """
    path, line, field, item = naming
    name = carrier.rpartition("/")[2]
    rows = []
    for found in scan.findings:
        where = spaced(within(place("file", name=hide(name)), found.place))
        facts = {"where": where, "shown": found.shown, "count": times(found.count), "carrier": carrier}
        rows.append(problem(found.code, path, line, field, found.shown, item=item, **facts))  # type: ignore[arg-type]
    return rows
