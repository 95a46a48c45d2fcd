"""The catalog against its ledger: what was published can't vanish, change its number, or be rewritten unnoticed."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from disclosure.identifiers import normal_index
from disclosure.ledger import PATH, Line
from disclosure.problems import Problem, problem
from disclosure.types import Item, Site


def check_ledger(
    site: Site, lines: Sequence[Line], items: Mapping[str, Item], present: AbstractSet[str], pin: str
) -> list[Problem]:
    """Rows for a broken chain of lines, a lost pin, and every published item that is gone or changed its number.

    `items` could be read, `present` are the ids of all item files: one that can't be read is held back, not lost.
    All of them are errors of the site: the old site stays. An item may go only with its withdrawal (撤回) in
    catalog/status/.
    """
    problems = list(_broken_links(lines))
    if pin and pin not in {line.digest for line in lines}:
        problems.append(problem("V142", PATH, value=pin[:12]))
    if problems:
        return problems
    return list(_lost(site, lines, items, present))


def _broken_links(lines: Sequence[Line]) -> Iterator[Problem]:
    previous = ""
    for number, line in enumerate(lines, 1):
        if line.entry.number != number or line.entry.previous != previous:
            yield problem("V141", PATH, line.line)
            return
        previous = line.digest


def _lost(
    site: Site, lines: Sequence[Line], items: Mapping[str, Item], present: AbstractSet[str]
) -> Iterator[Problem]:
    latest = {line.entry.item: line for line in lines}
    for identifier, line in latest.items():
        item, status = items.get(identifier), site.statuses.get(identifier)
        withdrawn = bool(status and status.withdrawn_kind)
        if identifier not in present and not withdrawn:
            yield problem("V143", PATH, line.line, value=identifier, title=line.entry.title)
        elif item and item.index and normal_index(item.index) != normal_index(line.entry.index):
            yield problem("V144", item.path, 1, "index", item.index, former=line.entry.index)
