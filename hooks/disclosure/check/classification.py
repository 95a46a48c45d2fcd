"""Classification and responsibility of one item: cuts, consent, outside permission, what is undetermined, its offices.

Each is a field that is signed with the item, so that the chain vouches for it (条例第十条、第十一条、第十七条、第三十七条).
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from disclosure.problems import Problem, problem
from disclosure.types import Item, Site

_WHOLE, _PARTIAL, _AGREED = "主动公开", "部分公开", "同意"
_IN_PART = "可以部分公开"
_ORDERED = (
    *(("coordination", "asked_on", "征求意见日期", "replied_on", "书面回复日期"),),
    *(("undetermined", "referred_on", "报请日期", "decided_on", "确定日期"),),
    *(("consultation", "opens", "开始日期", "closes", "截止日期"),),
    *(("public_opinion", "found_at", "发现时间", "responded_at", "回应时间"),),
    *(("public_opinion", "found_at", "发现时间", "press_at", "新闻发布会时间"),),
)
"""Dates within one field, of which the first can't lie after the second."""

_HAPPENED = {
    "coordination": (("asked_on", "征求意见日期"), ("replied_on", "书面回复日期")),
    "external_approval": (("approved_on", "批准日期"),),
    "undetermined": (("referred_on", "报请日期"), ("decided_on", "确定日期")),
}
"""Dates on which publication rests: nothing counts as agreed, permitted or decided before that day has come."""


def check_classification(site: Site, item: Item, lines: Mapping[str, int]) -> list[Problem]:
    """Rows of one item; imported history is published as it is and is asked for nothing here."""
    if item.imported_source:
        return []
    place = partial(_row, item, lines)
    rows = [
        *_cuts(item, place),
        *_consent(item, place),
        *_offices(site, item, place),
        *_duties(site, item, place),
    ]
    if item.details:  # as few items have
        rows += _permission(site, item, place)
        rows += _order(item, place)
        rows += _happened(site, item, place)
        rows += _points(site, item, place)
    return rows


def _row(
    item: Item, lines: Mapping[str, int], code: str, field: str, value: str = "", **facts: Any
) -> Problem:
    return problem(code, item.path, lines.get(field, 1), field, value, item=item.id, **facts)


def _cuts(item: Item, place: Any) -> Iterator[Problem]:
    if "redactions" in item.details and item.disclosure != _PARTIAL:
        yield place("E001", "redactions", item.disclosure)
    if item.disclosure == _PARTIAL:
        originals = item.details.get("originals", {})
        for file in item.attachments:
            if originals.get(file.name) == file.sha256:
                yield place("E002", "attachments", file.name)


def _consent(item: Item, place: Any) -> Iterator[Problem]:
    entries = item.details.get("coordination", ())
    agreed = {e.get("unit") for e in entries if e.get("opinion") == _AGREED and e.get("replied_on")}
    lead = item.lead_office if item.lead_office in item.joint_offices else item.office
    for office in dict.fromkeys((item.office, *item.joint_offices)):
        if item.joint_offices and office and office not in (lead, *agreed):
            yield place("E003", "coordination" if entries else "joint_offices", office)
    for entry in entries:
        unit = entry.get("unit", "")
        if not unit:
            continue  # that it is missing is told already
        if not entry.get("replied_on") or not entry.get("opinion"):
            yield place("E004", "coordination", unit, state="没有书面回复")
        elif entry["opinion"] != _AGREED and not entry.get("resolution"):
            yield place("E004", "coordination", unit, state="不同意，尚未协商解决")


def _permission(site: Site, item: Item, place: Any) -> Iterator[Problem]:
    outside = item.details.get("external_approval")
    if outside and outside.get("organ") and not (outside.get("approved_on") and outside.get("document")):
        yield place("E006", "external_approval", outside.get("organ", ""), basis=outside.get("basis", ""))
    open_question = item.details.get("undetermined")
    if open_question and not all(open_question.get(key) for key in ("decided_on", "result", "document")):
        since = open_question.get("referred_on", "")
        yield place("E007", "undetermined", open_question.get("referred_to", ""), since=since)
    elif open_question and open_question["result"] == _IN_PART and item.disclosure == _WHOLE:
        yield place("E041", "disclosure", item.disclosure, organ=open_question.get("referred_to", ""))
    released = item.details.get("declassification", {}).get("date", "")
    planned = max(item.publish_on, item.published, "" if item.decided else site.today)[:10]
    day = item.publication[:10] if item.decided or item.published else planned
    if released and released > day:
        yield place("E008", "declassification", released, published=day)


def _order(item: Item, place: Any) -> Iterator[Problem]:
    for field, first, first_name, last, last_name in _ORDERED:
        for entry in _entries(item, field):
            early, late = entry.get(first, ""), entry.get(last, "")
            if early and late and late[: len(early)] < early[: len(late)]:
                yield place("E005", field, late, first=first_name, last=last_name, other=early)


def _happened(site: Site, item: Item, place: Any) -> Iterator[Problem]:
    for field, dates in _HAPPENED.items():
        for entry in _entries(item, field):
            for key, name in dates:
                if entry.get(key, "") > site.today:
                    yield place("E040", field, entry[key], name=name)


def _entries(item: Item, field: str) -> Sequence[Mapping[str, Any]]:
    found = item.details.get(field, ())
    return (found,) if isinstance(found, Mapping) else found


def _offices(site: Site, item: Item, place: Any) -> Iterator[Problem]:
    """An office names only what was made in its time: a reorganisation changes no old issuer."""
    named = [("office", item.office), *(("joint_offices", name) for name in item.joint_offices)]
    named += [("lead_office", item.lead_office), ("contact", item.department)]
    for field, name in named:
        office = site.offices.get(name)
        if office is None or not item.formed:
            continue
        if office.valid_to and item.formed > office.valid_to:
            after = f"（{office.successor}）" if office.successor else ""
            yield place("E028", field, name, until=office.valid_to, formed=item.formed, after=after)
        elif office.valid_from and item.formed < office.valid_from:
            yield place("E029", field, name, since=office.valid_from, formed=item.formed)


def _duties(site: Site, item: Item, place: Any) -> Iterator[Problem]:
    """Q20: an office publishes within its own duties, where these were laid down."""
    office = site.offices.get(item.department or item.office)
    if office and office.categories and item.category and item.category not in office.categories:
        yield place("E038", "category", office.name, category=item.category)


def _points(site: Site, item: Item, place: Any) -> Iterator[Problem]:
    category = site.categories.get(item.category)
    known = category.points if category else ()
    for point in item.details.get("points", ()):
        if point not in known:
            choices = "、".join(known) or "这一类没有规定要点"
            yield place("E034", "points", point, category=item.category, choices=choices)
