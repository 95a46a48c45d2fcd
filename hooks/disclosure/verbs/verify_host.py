"""`disclosure verify https://…`: ask a web server for everything, with a count of what is done on a terminal."""

import sys
import time
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import click

from disclosure.publish.writer import Written
from disclosure.verbs.options import fail
from disclosure.verify.ask import Asker
from disclosure.verify.beyond import look_beyond
from disclosure.verify.host import HostReport, HostUnreachableError, compare_host, expected_files
from disclosure.verify.journey import Host

_REFRESH = 0.2
"""Seconds between two counts on the terminal."""


def verify_host(
    target: str,
    files: Mapping[str, Written],
    optional: Mapping[str, Written],
    excepted: tuple[str, ...],
    jobs: int,
    timeout: float,
    attempts: int,
) -> HostReport:
    """Compare what is served at `target` with `files`. Ends the program where the host can't be asked."""
    try:
        parts = urlsplit(target)
        usable = parts.hostname and parts.port != 0 and parts.username is None
    except ValueError:
        usable = False
    if not usable or parts.query or parts.fragment:
        fail(f"{target} 不是网站的网址。写成 https://主机/目录/ 的形式。")
    base = target.removesuffix("index.html").rstrip("/") + "/"
    host = Host(base, Asker(timeout, attempts))
    expected = expected_files(files, excepted)
    try:
        report = compare_host(host, expected, jobs, _counter())
        report.add(look_beyond(host, expected, report.linked, optional))
    except HostUnreachableError as error:
        fail(f"连不上 {base}（{error}），没有核验。")
    except KeyboardInterrupt:
        fail("核验没有做完。")
    report.excepted = len(files) - sum(address in files for address in expected)
    report.findings = sorted(set(report.findings))
    report.notes = sorted(set(report.notes))
    return report


def _counter() -> Callable[[int, int], None]:
    """Prints how far the work is, on a terminal only."""
    last = 0.0

    def show(done: int, whole: int) -> None:
        nonlocal last
        now = time.monotonic()
        if sys.stderr.isatty() and (now - last > _REFRESH or done == whole):
            last = now
            click.echo(f"\r已核验 {done} / {whole}", err=True, nl=done == whole)

    return show
