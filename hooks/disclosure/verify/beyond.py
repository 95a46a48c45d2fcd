"""What a host serves beside the site's own files.

A host can't be asked for the names of its files. What is too much is found through links in what was changed, the
sitemap and feeds, and a list of names; what nothing links to and nobody would guess stays unseen.
"""

from collections.abc import Iterable, Mapping

from disclosure.publish.writer import Written
from disclosure.verify.host import HostReport
from disclosure.verify.journey import Host, Served
from disclosure.verify.judge import OK, Expected, Finding
from disclosure.verify.traces import printable, traces_of
from disclosure.verify.visitors import Visitor, absent_names, unwanted_names, visitors

MOST_LINKS = 500
"""Addresses found through links that are asked for; a page of spam may hold any number."""
_LOOK = 1 << 20
"""Bytes read of a page that no list names."""
_DEEPEST = 2
_CRAWLERS = ("plain", "spider")
"""Who asks for names that should not be there."""


def look_beyond(
    host: Host,
    expected: Mapping[str, Expected],
    linked: Mapping[str, str],
    optional: Mapping[str, Written],
) -> HostReport:
    """Find files that no list names.

    `linked` are addresses that changed pages lead to, `optional` files that may be served but must then be these.
    """
    report = HostReport()
    soft = _absent(host, report)
    listed = set(expected)
    for address, row in optional.items():
        answer = host.visit(address, visitors()[0], row.size).answer
        if answer.status == OK and answer.sha256 != row.sha256 and "plain" not in soft:
            report.findings.append(Finding(address, "changed"))
        report.asked += 1
    found = dict(linked)
    asking = [v for v in visitors() if v.name in _CRAWLERS and v.name not in soft]
    for address in sorted({*unwanted_names()} - listed - set(optional)):
        for visitor, served in _given(host, address, asking, report):
            report.findings.append(_extra(address, visitor, served))
            found |= dict.fromkeys(traces_of(host.whole(address), served.answer.kept).links, visitor.name)
            break
    if "plain" not in soft:
        for folder in _folders(listed):
            for _ in _given(host, folder, visitors()[:1], report):
                report.findings.append(Finding(folder, "listing"))
    _follow_links(host, listed | {f.address for f in report.findings}, found, soft, report)
    return report


def _absent(host: Host, report: HostReport) -> set[str]:
    """Ask for what can't be there; gives the visitors who were shown a page all the same."""
    soft = set()
    for address in absent_names():
        shown = []
        for visitor in visitors():
            served = host.visit(address, visitor, _LOOK)
            report.asked += 1
            if served.fault == "redirected":
                report.findings.append(
                    Finding(address, "redirected", (visitor.name,), printable(served.detail))
                )
            elif not served.fault and served.answer.status == OK:
                shown.append((visitor.name, traces_of(host.whole(address), served.answer.kept).title))
        soft |= {name for name, _ in shown}
        if shown:
            names = tuple(name for name, _ in shown) if len(shown) < len(visitors()) else ()
            title = shown[0][1]
            report.findings.append(Finding(address, "soft", names, f"标题“{title}”" if title else ""))
    return soft


def _given(
    host: Host, address: str, asking: Iterable[Visitor], report: HostReport
) -> Iterable[tuple[Visitor, Served]]:
    """Those who are given something at an address where nothing should be."""
    for visitor in asking:
        served = host.visit(address, visitor, _LOOK)
        report.asked += 1
        if served.answer.status == OK and not served.moved and not served.fault:
            yield visitor, served


def _extra(address: str, visitor: Visitor, served: Served) -> Finding:
    title = traces_of("", served.answer.kept).title
    some = () if visitor.name == visitors()[0].name else (visitor.name,)
    return Finding(address, "extra", some, f"标题“{title}”" if title else "")


def _folders(listed: set[str]) -> list[str]:
    """Folders near the root that have no page of their own, whose files a host may list to everybody."""
    folders = set()
    for address in listed:
        parts = address.split("/")[:-1]
        folders |= {"/".join(parts[:depth]) + "/" for depth in range(1, min(len(parts), _DEEPEST) + 1)}
    return sorted(folders - listed)


def _follow_links(
    host: Host, known: set[str], found: Mapping[str, str], soft: set[str], report: HostReport
) -> None:
    """Ask for what changed pages and planted sitemaps lead to on this site."""
    by_name = {visitor.name: visitor for visitor in visitors()}
    inner = {address: name for whole, name in found.items() if (address := host.inside(whole))}
    candidates = [(a, n) for a, n in sorted(inner.items()) if a not in known and n not in soft]
    for address, name in candidates[:MOST_LINKS]:
        for visitor, served in _given(host, address, [by_name[name]], report):
            report.findings.append(_extra(address, visitor, served))
    if len(candidates) > MOST_LINKS:
        report.notes.append(Finding("", "links", (), str(len(candidates))))
