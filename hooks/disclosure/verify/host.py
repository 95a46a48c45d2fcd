"""A host against the list of what was published: every file, and what is shown as several kinds of visitor."""

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from disclosure.publish.writer import Written
from disclosure.verify.journey import Host, Served
from disclosure.verify.judge import Expected, Finding, judge
from disclosure.verify.traces import Traces, printable, traces_of
from disclosure.verify.visitors import is_shown, visitors

QUESTION = "?id=20260101"
"""A question to the home page, which a static site passes over and a planted program may answer."""
_GIVE_UP = 20
"""Addresses in a row without any answer after which the host is taken for gone."""


class HostUnreachableError(RuntimeError):
    """The host can't be asked, or not any more: nothing can be said of what it serves."""


@dataclass(slots=True)
class HostReport:
    """What was found: departures, and notes of what is no departure but worth knowing.

    `linked` are addresses that changed pages lead to, each with the visitor who was shown it.
    """

    findings: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    linked: dict[str, str] = field(default_factory=dict)
    asked: int = 0
    excepted: int = 0

    def add(self, other: "HostReport") -> None:
        """Take up what another one holds."""
        self.findings += other.findings
        self.notes += other.notes
        for address, visitor in other.linked.items():
            self.linked.setdefault(address, visitor)
        self.asked += other.asked


def expected_files(files: Mapping[str, Written], excepted: tuple[str, ...] = ()) -> dict[str, Expected]:
    """What must be served where: each file, and the page of a folder at the folder's own address.

    What matches one of the globs in `excepted` is left out.
    """
    owners: dict[str, str] = {}
    for address, row in sorted(files.items()):
        owners.setdefault(row.sha256, address)
    found = {}
    for address, row in sorted(files.items()):
        if any(fnmatchcase(address, glob) for glob in excepted):
            continue
        found[address] = Expected(row, owners)
        if address.rpartition("/")[2] == "index.html":
            found[address.removesuffix("index.html")] = Expected(row, owners)
        if address == "index.html":
            found[QUESTION] = Expected(row, owners)
    return found


def compare_host(
    host: Host, expected: Mapping[str, Expected], jobs: int, progress: Callable[[int, int], None]
) -> HostReport:
    """Ask for every file. Raises HostUnreachableError when the host does not answer, or not any more."""
    first = host.asker.ask(host.base, visitors()[0], 0)
    if first.fault == "unreachable":
        raise HostUnreachableError(first.detail)
    total, lost = HostReport(), 0
    for count, report in enumerate(_in_parallel(host, expected, jobs), 1):
        total.add(report)
        lost = lost + 1 if any(f.kind == "unreachable" and not f.visitors for f in report.findings) else 0
        if lost >= _GIVE_UP:
            raise HostUnreachableError(report.findings[0].detail)
        progress(count, len(expected))
    return total


def _in_parallel(host: Host, expected: Mapping[str, Expected], jobs: int) -> Iterator[HostReport]:
    """A report for each address, in their order, asked for a few addresses ahead."""
    pool = ThreadPoolExecutor(jobs)
    try:
        waiting: deque[Future[HostReport]] = deque()
        for address in sorted(expected):
            waiting.append(pool.submit(_compare, host, address, expected[address]))
            if len(waiting) >= jobs * 4:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _compare(host: Host, address: str, expected: Expected) -> HostReport:
    """One address, as everybody for whom it is made."""
    report = HostReport()
    asking = visitors() if is_shown(address) or address == QUESTION else visitors()[:1]
    shown: dict[tuple[str, str], list[str]] = {}
    pages: dict[tuple[str, str], Served] = {}
    for visitor in asking:
        served = host.visit(address, visitor, expected.bound)
        outcome = (
            (served.fault, printable(served.detail))
            if served.fault
            else judge(address, expected, served.answer)
        )
        if outcome == ("changed", ""):
            outcome = ("changed", served.answer.sha256)
        shown.setdefault(outcome, []).append(visitor.name)
        pages.setdefault(outcome, served)
        report.asked += 1
        report.notes += _notes(address, served)
    for outcome, names in shown.items():
        kind, detail = outcome
        if not kind:
            continue
        some = tuple(names) if len(names) < len(asking) else ()
        found = traces_of(host.whole(address), pages[outcome].answer.kept)
        if kind == "changed" and detail == pages[outcome].answer.sha256:
            detail = f"标题“{found.title}”" if found.title else ""
        report.findings.append(Finding(address, kind, some, detail))
        if kind in ("changed", "oversized") and is_shown(address):
            report.findings += _added(host, address, some, found)
            report.linked |= dict.fromkeys(found.links, names[0])
    return report


def _added(host: Host, address: str, some: tuple[str, ...], found: Traces) -> Iterator[Finding]:
    """Scripts that stand in a changed page, and what it loads from elsewhere. No published page has either."""
    for script in found.scripts:
        yield Finding(address, "script", some, script)
    for loaded in found.loaded:
        if not host.is_own(loaded):
            yield Finding(address, "foreign", some, printable(loaded))


def _notes(address: str, served: Served) -> Iterator[Finding]:
    if served.moved and not served.fault:
        yield Finding(address, "moved")
    if served.answer.attempts > 1 and served.answer.fault != "unreachable":
        yield Finding(address, "retried", (), str(served.answer.attempts))
    if served.answer.cookies:
        yield Finding(address, "cookies")
