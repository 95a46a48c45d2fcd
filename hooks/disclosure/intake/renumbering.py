"""Give an item that nobody approved yet another id, and change everything that names it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from disclosure.identifiers import parse_index, parse_item_id
from disclosure.intake.numbering import NumberBook, read_numbers
from disclosure.intake.register import REGISTER, ImportRecord, ImportRegister
from disclosure.intake.write_front_matter import scalar
from disclosure.read.item_file import split_front_matter
from disclosure.read.nodes import Mapping, Node, Scalar, Sequence, parse_nodes
from disclosure.types import RELATIONS, Site


class RenumberRefusedError(Exception):
    """Why an item can't have another id, as a Chinese sentence."""


@dataclass(slots=True)
class Renumbering:
    """What is to be done: new texts by path, then moves. Nothing is written before all of it is known."""

    old: str
    new: str
    index: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    moves: list[tuple[str, str]] = field(default_factory=list)


def plan_renumbering(site: Site, old: str, new: str = "") -> Renumbering:
    """Plan to give item `old` the id `new` (the next free one of its year without it).

    Raises RenumberRefusedError where an id is wrong or taken, or a decision or the ledger already names the item or
    one that refers to it: their bytes are what was approved.
    """
    parsed = parse_item_id(old)
    path = _item_path(old)
    if parsed is None or not (site.root / path).is_file():
        raise RenumberRefusedError(f"没有编号为 {old} 的事项。")
    if new and parse_item_id(new) is None:
        raise RenumberRefusedError(f"新编号 {new} 的写法不对，应如 2026-00012。")
    if _is_recorded(site.root, old):
        raise RenumberRefusedError(f"{old} 已经审批或登记，编号不能再改。")
    numbers = read_numbers(site)
    if new and not _is_free(site, new):
        raise RenumberRefusedError(f"编号 {new} 已经用过。")
    plan = Renumbering(old, new or numbers.next_id(parsed[0]))
    own = _text(site.root / path)
    if _front_matter(own) is None:
        raise RenumberRefusedError(f"{path} 读不出来，请先运行 disclosure check 改正。")
    if (renewed := _own_text(site, own, numbers, plan)) != own:
        plan.texts[path] = renewed
    for other in sorted((site.root / "content" / "items").glob("*/*.md")):
        name = other.relative_to(site.root).as_posix()
        changed = _referring(plan.texts.get(name) or _text(other), plan)
        if changed is None:
            continue
        if name != path and _is_recorded(site.root, other.stem):
            raise RenumberRefusedError(f"{other.stem} 引用了 {old}，而它已经审批，不能再改。")
        plan.texts[name] = changed
    _catalog_texts(site.root, plan)
    plan.moves = [
        (path, _item_path(plan.new)),
        (f"content/files/{old[-10:-6]}/{old}", f"content/files/{plan.new[-10:-6]}/{plan.new}"),
        (f"catalog/status/{old}.yml", f"catalog/status/{plan.new}.yml"),
    ]
    return plan


def carry_out(root: Path, plan: Renumbering) -> None:
    """Write the planned texts, then move the item, its files and its status."""
    for path, text in sorted(plan.texts.items()):
        (root / path).write_bytes(text.encode("utf-8"))
    for old, new in plan.moves:
        if (root / old).exists():
            (root / new).parent.mkdir(parents=True, exist_ok=True)
            (root / old).rename(root / new)
    register = ImportRegister(root)
    for record in list(register.records.values()):
        if record.id == plan.old:
            register.add(
                ImportRecord(record.key, plan.new, plan.index or record.index, record.row, record.file)
            )


def _item_path(identifier: str) -> str:
    return f"content/items/{identifier[-10:-6]}/{identifier}.md"


def _is_free(site: Site, identifier: str) -> bool:
    places = (_item_path(identifier), f"content/files/{identifier[-10:-6]}/{identifier}")
    named = _named(_text(site.root / "catalog" / REGISTER), identifier)
    taken = named or identifier in site.statuses or any((site.root / p).exists() for p in places)
    return not taken and not _is_recorded(site.root, identifier)


def _is_recorded(root: Path, identifier: str) -> bool:
    """Whether a decision or the ledger names the item."""
    if any((root / "catalog" / "approvals").glob(f"*/{identifier}.jsonl")):
        return True
    return _named(_text(root / "catalog" / "ledger.jsonl"), identifier)


def _named(text: str, identifier: str) -> bool:
    return bool(re.search(rf"(?<![\w/-]){re.escape(identifier)}(?![\w-])", text))


def _text(path: Path) -> str:
    """The text of a file with its own line ends; empty where it can't be read."""
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _own_text(site: Site, text: str, numbers: NumberBook, plan: Renumbering) -> str:
    """The item with a new index number too, since both were taken together; history keeps the one it came with."""
    node = _front_matter(text)
    index = node.entries.get("index") if node else None
    if node is None or not isinstance(index, Scalar) or "imported" in node.entries:
        return text
    parsed = parse_index(index.value)
    if parsed is None or parsed.unit_code not in site.unit_codes:
        return text
    plan.index = numbers.next_index(site.unit_codes[0], int(plan.new[-10:-6]))
    lines = text.split("\n")
    lines[index.line - 1] = f"index: {scalar(plan.index)}"
    return "\n".join(lines)


def _front_matter(text: str) -> Mapping | None:
    head, _, _ = split_front_matter(text)
    node, _ = parse_nodes(head or "", "", 2)
    return node if isinstance(node, Mapping) else None


def _referring(text: str, plan: Renumbering) -> str | None:
    """`text` of an item with its relations and links led to the new id; None where it has none."""
    if plan.old not in text:
        return None
    node = _front_matter(text)
    head, _, line = split_front_matter(text)
    if node is None or head is None:
        return None
    lines = text.split("\n")
    for relation in RELATIONS:
        for found in _scalars(node.entries.get(relation)):
            if found.value.strip() == plan.old:
                lines[found.line - 1] = re.sub(_exactly(plan.old), plan.new, lines[found.line - 1])
    lines[line - 1 :] = [_links(row, plan) for row in lines[line - 1 :]]
    changed = "\n".join(lines)
    return changed if changed != text else None


def _links(text: str, plan: Renumbering) -> str:
    return re.sub(rf"(?<=item:){_exactly(plan.old)}", plan.new, text)


def _exactly(identifier: str) -> str:
    return rf"(?<![\w/-]){re.escape(identifier)}(?![\w-])" if identifier else "(?!)"


def _scalars(node: Node | None) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for inner in node.items:
            yield from _scalars(inner)


def _catalog_texts(root: Path, plan: Renumbering) -> None:
    """Data files and hand-written pages that name the item: successors, former addresses, links."""
    rules = {"catalog/redirects.csv": rf"(?<=,){_exactly(plan.old)}(?=\s*$)"}
    rules |= {
        p.relative_to(root).as_posix(): rf"(?<=successor: ){_exactly(plan.old)}"
        for p in (root / "catalog" / "status").glob("*.yml")
    }
    pages = [*(root / "content").glob("*.md"), *(root / "catalog").glob("*.yml"), root / "mkdocs.yml"]
    rules |= {p.relative_to(root).as_posix(): rf"(?<=item:){_exactly(plan.old)}" for p in pages}
    for path, rule in rules.items():
        text = _text(root / path)
        changed = re.sub(rule, plan.new, text, flags=re.MULTILINE)
        if changed != text:
            plan.texts[path] = changed
