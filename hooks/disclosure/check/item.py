"""One item, whole: the per-item half of the check stage. Picklable in and out, so that a worker can run it."""

from typing import Any

from disclosure.check.approval import check_approval
from disclosure.check.attachments import check_file, check_unnamed
from disclosure.check.body import check_body
from disclosure.check.classification import check_classification
from disclosure.check.companions import check_companions
from disclosure.check.fields import Values, check_fields
from disclosure.check.text_defects import check_text
from disclosure.check.timeliness import check_timeliness
from disclosure.gates.item import scan_item
from disclosure.gates.rows import hide_in_rows
from disclosure.identifiers import parse_item_id
from disclosure.problems import Problem, problem
from disclosure.read.item_file import RawItem, read_item
from disclosure.types import RELATIONS, Attachment, Item, Origin, Site

_PLAIN = {
    *("title", "index", "document_number", "category", "theme", "office", "lead_office", "disclosure"),
    *("disclosure_reason", "formed", "publish_on", "published", "summary", "effective", "expires"),
    *("changed", "approved_on", "printed_on", "handed_over_on", "period_end", "topic"),
    *("public_until", "title_after", "apply_from", "apply_until", "amount", "who", "where"),
}
"""Fields of an `Item` that are one text, and empty when they are not given."""

_DETAILS = (
    *(
        "redactions",
        "proactive_reason",
        "coordination",
        "external_approval",
        "undetermined",
        "declassification",
    ),
    *("proposal", "meeting_plan", "interpretation", "consultation", "no_consultation", "opinions"),
    *("public_opinion", "channels", "points"),
)
"""Fields that only checks, topics and the item's page read, kept as they are."""

_ORDERED = (
    *(("effective", "expires"), ("apply_from", "apply_until"), ("formed", "expires")),
    *(("formed", "changed"), ("printed_on", "handed_over_on")),
)
"""Dates of which the first can't lie after the second."""


def check_item(site: Site, path: str) -> tuple[Item | None, list[Problem]]:
    """Read and check content/items/<year>/<id>.md. None where the file can't be used at all."""
    raw, problems = read_item(site.root, path)
    problems += _check_name(path)
    if raw is None:
        return None, problems
    values, found = check_fields(raw, site)
    problems += found
    body = check_body(raw.body, path, raw.body_line, raw.id, site.allowed_domains)
    problems += body.problems
    attachments, pictures, found = _files(site, raw, values, body.files)
    problems += found
    problems += _check_whole(raw, values, bool(attachments))
    problems += check_text(raw.body, path, raw.body_line, raw.id)
    item = _make_item(raw, values, attachments, pictures, tuple(body.links))
    item, found = check_approval(site, item, scan_item(site, raw, (*attachments, *pictures)))
    problems += found
    lines = raw.front_matter.key_lines
    problems += check_timeliness(site, item, lines)
    problems += check_classification(site, item, lines)
    problems += check_companions(site, item, raw.body, lines)
    return item, hide_in_rows(problems)


def _check_name(path: str) -> list[Problem]:
    year, name = path.split("/")[2:4]
    identifier = name.removesuffix(".md")
    parsed = parse_item_id(identifier)
    if parsed is None:
        return [problem("N001", path, value=name, item=identifier)]
    if f"{parsed[0]:04d}" != year:
        return [problem("N002", path, value=name, item=identifier, year=year)]
    return []


def _check_whole(raw: RawItem, values: Values, has_files: bool) -> list[Problem]:
    """Faults that show only in several values together."""
    lines, problems = raw.front_matter.key_lines, []

    def row(code: str, field: str, value: str = "", **facts: Any) -> None:
        problems.append(problem(code, raw.path, lines.get(field, 1), field, value, item=raw.id, **facts))

    if not raw.body.strip() and not has_files and values.get("disclosure") != "依申请公开":
        problems.append(problem("B010", raw.path, raw.body_line, "正文", item=raw.id))
    if values.get("disclosure") == "依申请公开" and (raw.body.strip() or has_files):
        row("F017", "disclosure")
    for first, last in _ORDERED:
        if values.get(first) and values.get(last) and values[first] > values[last]:
            row("F018", last, values[last], first=first, other=values[first])
    if values.get("publish_on") and values.get("formed") and values["publish_on"][:10] < values["formed"]:
        row("F019", "publish_on", values["publish_on"], formed=values["formed"])
    offices = [values.get("office"), *values.get("joint_offices", [])]
    if values.get("office") and values.get("lead_office") and values["lead_office"] not in offices:
        row("F020", "lead_office", values["lead_office"])
    for office in sorted({name for name in offices if name and offices.count(name) > 1}):
        row("F024", "joint_offices", office)
    for relation in RELATIONS:
        if raw.id in values.get(relation, ()):
            row("F021", relation, raw.id)
    return problems


def _files(
    site: Site, raw: RawItem, values: Values, named: list[tuple[str, int]]
) -> tuple[list[Attachment], list[Attachment], list[Problem]]:
    """Attachments of the front-matter and files that only the body names (pictures), each once."""
    folder = f"files/{raw.path.split('/')[2]}/{raw.id}"
    attachments: dict[str, Attachment] = {}
    pictures: dict[str, Attachment] = {}
    problems: list[Problem] = []
    tried: set[str] = set()
    for entry in values.get("attachments", []):
        name, line = entry["file"], entry["line"]
        if name in tried:
            problems.append(problem("A010", raw.path, line, "attachments", name, item=raw.id))
            continue
        tried.add(name)
        place = (raw.path, line, "attachments", raw.id)
        title = entry.get("title", "")
        attachment, found = check_file(site.root, folder, name, title, place, site.attachment_limit)
        problems += found
        if attachment:
            attachments[name] = attachment
    for name, line in named:
        if name in tried:
            continue
        tried.add(name)
        place = (raw.path, line, "正文", raw.id)
        picture, found = check_file(site.root, folder, name, "", place, site.attachment_limit)
        problems += found
        if picture:
            pictures[name] = picture
    line = raw.front_matter.key_lines.get("attachments", 1)
    problems += check_unnamed(site.root, folder, tried, raw.path, line)
    return list(attachments.values()), list(pictures.values()), problems


def _make_item(
    raw: RawItem,
    values: Values,
    attachments: list[Attachment],
    pictures: list[Attachment],
    links: tuple[tuple[str, int], ...],
) -> Item:
    origin: dict[str, Any] = values.get("origin", {})
    contact: dict[str, Any] = values.get("contact", {})
    imported: dict[str, Any] = values.get("imported", {})
    deadline: dict[str, Any] = values.get("deadline", {})
    return Item(
        id=raw.id,
        path=raw.path,
        sha256=raw.sha256,
        body_line=raw.body_line,
        **{key: value for key, value in values.items() if key in _PLAIN},
        joint_offices=tuple(values.get("joint_offices", ())),
        keywords=tuple(values.get("keywords", ())),
        origin=Origin(origin.get("source", ""), origin.get("url", ""), origin.get("date", ""))
        if origin
        else None,
        deadline_on=deadline.get("date", ""),
        deadline_basis=deadline.get("basis", ""),
        importance=values.get("importance", "一般"),
        department=contact.get("department", ""),
        phone=contact.get("phone", ""),
        attachments=tuple(attachments),
        relations={r: tuple(dict.fromkeys(values[r])) for r in RELATIONS if values.get(r)},
        imported_source=imported.get("source", ""),
        imported_url=imported.get("url", ""),
        links=links,
        pictures=tuple(pictures),
        details=_details(values),
    )


def _details(values: Values) -> dict[str, Any]:
    found = {key: values[key] for key in _DETAILS if key in values}
    originals = {
        entry["file"]: entry["original_sha256"]
        for entry in values.get("attachments", ())
        if "original_sha256" in entry
    }
    return found | ({"originals": originals} if originals else {})
