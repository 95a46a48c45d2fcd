"""The catalog against its ledger: what was published can't vanish, change its number, or be rewritten unnoticed."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from disclosure.identifiers import normal_index
from disclosure.ledger import PATH, PURGE, REVISIONS, Entry, Line, entries_by_item, last_of
from disclosure.problems import Problem, problem
from disclosure.types import Item, Site


def check_ledger(
    site: Site,
    lines: Sequence[Line],
    items: Mapping[str, Item],
    present: AbstractSet[str],
    held: AbstractSet[str],
    pin: str,
) -> list[Problem]:
    """Rows for a broken chain of lines, a lost pin, and every published item that is gone or not what was registered.

    `items` could be read, `present` are the ids of all item files: one that can't be read is held back, not lost.
    `held` are the ids of what is held back anyway. Nearly all of these rows are errors of the site: the old site
    stays. An item may go only with its withdrawal (撤回) in catalog/status/.
    """
    problems = [*_broken_links(lines), *_unlawful_redactions(site, lines)]
    late = list(_out_of_order(lines))
    if pin and pin not in {line.digest for line in lines}:
        problems.append(problem("V142", PATH, value=pin[:12]))
    if problems:
        return problems
    return [*late, *_lost(site, lines, items, present, held)]


def _broken_links(lines: Sequence[Line]) -> Iterator[Problem]:
    previous = ""
    for number, line in enumerate(lines, 1):
        if line.entry.number != number or line.entry.previous != previous:
            yield problem("V141", PATH, line.line)
            return
        previous = line.digest


def _out_of_order(lines: Sequence[Line]) -> Iterator[Problem]:
    """Lines are written one after another: an earlier time below a later one was entered afterwards (补登、倒填).

    That is lawful for a decision on paper, so it is told and holds nothing back.
    """
    latest = ""
    for line in lines:
        if line.entry.time < latest:
            yield problem("V145", PATH, line.line, value=line.entry.time, former=latest)
        latest = max(latest, line.entry.time)


def _unlawful_redactions(site: Site, lines: Sequence[Line]) -> Iterator[Problem]:
    """A line may be emptied only for an item that a later, signed entry says had to vanish whole (涉密处置)."""
    purged = {line.entry.item: line.entry.number for line in lines if line.entry.action == PURGE}
    for line in lines:
        if not line.redacted:
            continue
        status = site.statuses.get(line.entry.item)
        signed = status is not None and status.withdrawn_kind == PURGE and status.sha256 != ""
        if not signed or purged.get(line.entry.item, 0) <= line.entry.number:
            yield problem("V167", PATH, line.line, value=line.entry.item)


def _lost(
    site: Site,
    lines: Sequence[Line],
    items: Mapping[str, Item],
    present: AbstractSet[str],
    held: AbstractSet[str],
) -> Iterator[Problem]:
    places = {line.entry.item: line.line for line in lines}
    for identifier, entries in entries_by_item(lines).items():
        item, status, last = items.get(identifier), site.statuses.get(identifier), entries[-1]
        if identifier not in present:
            if not (status and status.withdrawn_kind):
                yield problem("V143", PATH, places[identifier], value=identifier, title=last.title)
        elif item:
            yield from _changed(item, entries, held)


def _changed(item: Item, entries: Sequence[Entry], held: AbstractSet[str]) -> Iterator[Problem]:
    """What may not differ from the last registered revision: number, address, and bytes unless newly approved."""
    last = last_of(entries, REVISIONS)
    if last is None:
        return
    if item.index and normal_index(item.index) != normal_index(last.index):
        yield problem("V144", item.path, 1, "index", item.index, former=last.index)
    address = f"items/{item.year}/{item.id}.html"
    if address != last.address:
        yield problem("V166", item.path, value=address, former=last.address)
    if item.sha256 == last.sha256 and last.time < item.decided:
        yield problem("V146", item.path, value=last.time, item=item.id, decided=item.decided)
    if item.sha256 != last.sha256 and item.id not in held:
        # It is approved, so these are bytes of an earlier revision, or nobody registered the new ones.
        yield problem("V168", item.path, item=item.id)
