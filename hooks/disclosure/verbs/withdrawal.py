"""A withdrawal (撤回) before it is signed: what is known of the item, what makes no sense, what the file will say."""

from dataclasses import dataclass

from disclosure.check.item import check_item
from disclosure.check.later_facts import settle_statuses
from disclosure.data_files import load_data
from disclosure.identifiers import normal_index, parse_item_id
from disclosure.intake.numbering import index_of
from disclosure.intake.write_front_matter import scalar
from disclosure.ledger import PURGE, REVISIONS, entries_by_item, last_of
from disclosure.read.inventory import list_items
from disclosure.read.ledger import read_ledger
from disclosure.types import Site, Status

GENERAL = "一般撤回"
_UNAPPROVED = ("V102", "V103")
"""Codes of an item whose chain is not complete; without a line in the ledger it never was."""


class WithdrawalRefusedError(Exception):
    """Why nothing was withdrawn; its text is a Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for. `authorised_by` is a role, `on` the day of the decision."""

    identifier: str
    kind: str
    reason: str
    successor: str
    urgent: bool
    authorised_by: str
    on: str

    @property
    def evidence(self) -> dict[str, str]:
        """What a decision on it carries: by whose authority somebody hides at once."""
        return {"authorised-by": self.authorised_by} if self.urgent else {}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an item from its file, its ledger lines, its status file; any of them may be broken or gone.

    `waits`: it was never published, so that there is nothing to withdraw. `status` is the one that counts today,
    `written` the one that lies there, approved or not.
    """

    known: bool
    present: bool
    index: str
    title: str
    waits: bool
    status: Status | None
    written: Status | None


def known_facts(site: Site, identifier: str) -> Facts:
    """What can be found out about `identifier`. Reads only what it needs: a broken item is no obstacle."""
    paths = {path.rpartition("/")[2].removesuffix(".md"): path for path in list_items(site.root)[0]}
    path, (lines, _) = paths.get(identifier), read_ledger(site.root)
    entries = entries_by_item(lines).get(identifier, ())
    registered = last_of(entries, REVISIONS)
    written = site.statuses.get(identifier)
    item, rows = check_item(site, path) if path else (None, [])
    index = item.index if item and item.index else index_of(site.root / path) if path else ""
    index = index or (registered.index if registered else "") or (written.index if written else "")
    title = (item.title if item else "") or (registered.title if registered else "")
    settled, _ = settle_statuses(site, [], set(paths), lines)
    later = bool(item) and item is not None and item.publication[:10] > site.today
    unapproved = any(row.code in _UNAPPROVED for row in rows)
    return Facts(
        known=bool(path or entries or written),
        present=path is not None,
        index=normal_index(index),
        title=title or (written.title if written else ""),
        waits=item is not None and registered is None and (later or unapproved),
        status=settled.statuses.get(identifier),
        written=written,
    )


def refusal(site: Site, request: Request, facts: Facts) -> str:
    """Why `request` makes no sense, as a Chinese sentence, or an empty text."""
    kinds = load_data("validity.yml")["withdrawals"]
    now = facts.status.withdrawn_kind if facts.status else ""
    same = now == request.kind and not (facts.status and facts.status.urgent and not request.urgent)
    faults = (
        (
            parse_item_id(request.identifier) is None,
            f"“{request.identifier}”不是事项的编号，编号写成 2026-00012 的形式。",
        ),
        (not facts.known, f"没有编号为 {request.identifier} 的事项，登记簿里也没有。"),
        (request.kind not in kinds, "请用 --kind 写明撤回种类：" + "、".join(kinds) + "。"),
        (now == PURGE and request.kind != PURGE, "这一件已作涉密处置，不能改作别的撤回。"),
        (bool(now) and now != PURGE and same, f"这一件已经撤回（{now}）。"),
        (
            bool(now) and request.urgent and request.kind != PURGE,
            f"这一件已经撤下（{now}），不用再紧急撤回。",
        ),
        (
            facts.waits and not now and not request.urgent and request.kind != PURGE,
            "这一件还没有发布，不用撤回：直接修改或删去它的文件。",
        ),
        (request.kind == GENERAL and not request.reason, "一般撤回要用 --reason 写明原因，公众看得到。"),
        (
            bool(request.successor) and request.kind != GENERAL,
            f"{request.kind}不写接替的事项，请去掉 --successor。",
        ),
        (request.successor == request.identifier, "接替的事项不能是它自己。"),
        (
            bool(request.successor) and not _stands(site, request.successor),
            f"接替的事项 {request.successor} 不存在，或已经撤回。",
        ),
        (bool(request.authorised_by) and not request.urgent, "--authorised-by 只用于紧急撤回（--urgent）。"),
        (
            request.urgent and not _is_role(request.authorised_by),
            "紧急撤回要用 --authorised-by 写明由哪个岗位授权，可用的有：" + _roles(),
        ),
        (
            not facts.index and not facts.present and request.kind != PURGE,
            "找不到它的索引号：事项文件和登记簿里都没有。请先从版本库恢复事项文件。",
        ),
    )
    return next((text for wrong, text in faults if wrong), "")


def _stands(site: Site, identifier: str) -> bool:
    present = {path.rpartition("/")[2].removesuffix(".md") for path in list_items(site.root)[0]}
    status = site.statuses.get(identifier)
    return identifier in present and not (status and status.withdrawn_kind)


def _is_role(role: str) -> bool:
    return role in load_data("chains.yml")["roles"]


def _roles() -> str:
    return "、".join(f"{role}（{name}）" for role, name in load_data("chains.yml")["roles"].items()) + "。"


def status_path(identifier: str) -> str:
    """Where the status file of an item lies in a site."""
    return f"catalog/status/{identifier}.yml"


def status_text(request: Request, facts: Facts) -> str:
    """The status file. What protects a person holds no title and no reason; what is secret, not even a number."""
    values = [("kind", request.kind), ("on", request.on)]
    if request.urgent and request.kind != PURGE:
        values.append(("urgent", "true"))
    if request.kind != PURGE:
        values.append(("index", facts.index))
    if request.kind == GENERAL:
        values += [("title", facts.title), ("reason", request.reason), ("successor", request.successor)]
    lines = [f"  {key}: {scalar(value)}" for key, value in values if value]
    return "\n".join(["format: 1", *_annulment(request, facts), "withdrawn:", *lines, ""])


def _annulment(request: Request, facts: Facts) -> list[str]:
    """That the decision was overturned, and when, stays on record: the term of the withdrawal is counted from it."""
    status = facts.written
    if status is None or not status.annulled or request.kind == PURGE:
        return []
    values = [("state", status.annulled), ("on", status.annulled_on)]
    if request.kind == GENERAL:
        values.append(("basis", status.annulled_basis))
    return ["annulled:", *(f"  {key}: {scalar(value)}" for key, value in values if value)]
