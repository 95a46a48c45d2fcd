"""All items together: the whole-catalog half of the check stage. Duplicates, relations, links, names."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from disclosure.check.companions_between import check_between, check_points
from disclosure.check.values import wrong_date
from disclosure.companions import companion_limit, companion_rule
from disclosure.data_files import load_data
from disclosure.deadlines import find_deadline
from disclosure.identifiers import normal_index
from disclosure.ledger import PURGE
from disclosure.problems import Problem, problem
from disclosure.types import Category, Item, Site

_OWN_FOLDERS = ("items/", "files/", "catalog/", "feeds/", "assets/", "search/")
"""Folders of the site that the generator writes: no former address may take a place in them."""


def check_catalog(site: Site, items: Sequence[Item], present: AbstractSet[str]) -> list[Problem]:
    """Problems that show only between items.

    `items` are all that could be read, faulty ones included; `present` are the ids of all item files, so that a
    file that can't be read is not told again by everything that names it.
    """
    known = {item.id: item for item in items}
    reachable = present | site.statuses.keys()
    problems = [*_duplicate_numbers(site, items), *_duplicate_texts(items)]
    problems += _relations(known, reachable)
    problems += _links(known, reachable)
    problems += _redirects(site, reachable)
    problems += check_between(site, items)
    problems += [
        problem(
            "S008",
            "catalog/categories.yml",
            1,
            f"absent.{c.id}",
            c.absent,
            choices="不晚于今天的日期，如 2026-03-02",
        )
        for c in site.categories.values()
        if c.absent and (wrong_date(c.absent) or c.absent > site.today)
    ]
    return problems


def check_published(site: Site, items: Sequence[Item]) -> list[Problem]:
    """What is missing from the catalog as it will be published.

    Empty categories, a category without its form, links to items that are held back and so lead nowhere.
    """
    left = {s.id for s in site.statuses.values() if s.withdrawn_kind not in ("", PURGE)}
    reachable = {item.id for item in items} | left
    counts: dict[str, int] = defaultdict(int)
    forms: set[str] = set()
    for item in items:
        counts[item.category] += 1
        if item.attachments:
            forms.add(item.category)
    rows = [
        problem("C018", item.path, line, "正文", target, item=item.id)
        for item in items
        for target, line in item.links
        if target not in reachable
    ]
    for category in site.categories.values():
        if category.absent:
            rows += _absence(site, category, counts[category.name])
        elif not counts[category.name]:
            rows.append(problem("C001", "catalog/categories.yml", 0, "use", category.name))
        elif category.holds_form and category.name not in forms:
            rows.append(problem("C002", "catalog/categories.yml", 0, "holds_form", category.name))
    rows += [
        problem(
            "C031", "catalog/categories.yml", 0, "tables", table.name, categories="、".join(table.categories)
        )
        for table in site.tables
        if not any(counts[name] or site.categories[name].absent for name in table.categories)
    ]
    return rows + check_points(site, items)


def _absence(site: Site, category: Category, count: int) -> Iterator[Problem]:
    """A statement that there is nothing of a class (本机关无此类信息) is true, and was looked at within the year."""
    reason = f"本类已有 {count} 条信息" if count else ""
    if not wrong_date(category.absent):
        limit = companion_limit(companion_rule("absence"))
        if not count and find_deadline(category.absent, limit).due < site.today:
            reason = f"已超过 {limit.words}没有核实"
    if reason:
        place = "catalog/categories.yml"
        yield problem("C032", place, 0, "absent", category.name, on=category.absent, reason=reason)


def _duplicate_numbers(site: Site, items: Iterable[Item]) -> Iterator[Problem]:
    by_index: dict[str, list[Item]] = defaultdict(list)
    by_id: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_id[item.id].append(item)
        if item.index:
            by_index[normal_index(item.index)].append(item)
    for field, groups, code in (("index", by_index, "C003"), ("id", by_id, "C004")):
        for value, group in groups.items():
            for item in group[1:] + group[:1] if len(group) > 1 else []:
                others = "、".join(o.path for o in group if o is not item)
                yield problem(code, item.path, 1, field, value, item=item.id, others=others)
    withdrawn = {s.index: s for s in site.statuses.values() if s.index}
    for index, group in by_index.items():
        status = withdrawn.get(index)
        for item in group:
            if status and status.id != item.id:
                yield problem("C005", item.path, 1, "index", item.index, item=item.id, former=status.id)


def _duplicate_texts(items: Iterable[Item]) -> Iterator[Problem]:
    seen_numbers: dict[tuple[str, str], Item] = {}
    seen_titles: dict[tuple[str, str, str], Item] = {}
    for item in items:
        if item.document_number:
            key = (normal_index(item.document_number), item.office)
            first = seen_numbers.setdefault(key, item)
            related = item.id in _related(first) or first.id in _related(item)
            if first is not item and not related and first.title == item.title:
                number = item.document_number
                yield problem("C006", item.path, 1, "document_number", number, item=item.id, other=first.path)
        if item.title:
            title_key = (item.title, item.formed, item.office)
            first = seen_titles.setdefault(title_key, item)
            if first is not item and not item.document_number:
                yield problem("C007", item.path, 1, "title", item.title, item=item.id, other=first.path)


def _related(item: Item) -> set[str]:
    return {target for targets in item.relations.values() for target in targets}


def _relations(known: Mapping[str, Item], reachable: AbstractSet[str]) -> Iterator[Problem]:
    for item in known.values():
        for relation, targets in item.relations.items():
            for target in targets:
                if target not in reachable:
                    yield problem("C008", item.path, 1, relation, target, item=item.id)
                elif relation == "replaces" and target in known and known[target].formed > item.formed > "":
                    yield problem("C009", item.path, 1, relation, target, item=item.id)
        for target in item.relations.get("replaces", ()):
            if target in known and item.id in known[target].relations.get("replaces", ()):
                yield problem("C010", item.path, 1, "replaces", target, item=item.id)


def _links(known: Mapping[str, Item], reachable: AbstractSet[str]) -> Iterator[Problem]:
    for item in known.values():
        for target, line in item.links:
            if target not in reachable:
                yield problem("C011", item.path, line, "正文", target, item=item.id)


def _redirects(site: Site, reachable: AbstractSet[str]) -> Iterator[Problem]:
    path = "catalog/redirects.csv"
    seen: dict[str, int] = {}
    for entry in site.redirects:
        if entry.item not in reachable:
            yield problem("C014", path, entry.line, "to", entry.item)
        parts = entry.old.split("/")
        if ".." in parts or "" in parts or "\\" in entry.old or ":" in entry.old or "?" in entry.old:
            yield problem("C015", path, entry.line, "from", entry.old)
        elif not entry.old.endswith((".html", ".htm", ".shtml")):
            yield problem("C016", path, entry.line, "from", entry.old)
        own = entry.old.startswith(_OWN_FOLDERS) or entry.old in load_data("columns.yml")["own_pages"]
        if own or (site.root / "content" / _page_source(entry.old)).exists():
            yield problem("C019", path, entry.line, "from", entry.old)
        first = seen.setdefault(entry.old.casefold(), entry.line)
        if first != entry.line:
            yield problem("C017", path, entry.line, "from", entry.old, first=first)


def _page_source(address: str) -> str:
    """The hand-written page that would be published at `address`."""
    return address.rpartition(".")[0].lstrip("./") + ".md"
