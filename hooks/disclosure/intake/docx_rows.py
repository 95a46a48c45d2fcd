"""A Word file → a row: its text as Markdown through mammoth, its pictures, itself as the original."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import mammoth
from mammoth.documents import Paragraph, Text

from disclosure.check.attachments import file_types
from disclosure.intake.body import acceptable, plain_body
from disclosure.intake.clean import clean_text, one_line
from disclosure.intake.docx_package import inspect_package
from disclosure.intake.headings import heading_levels, settle_headings
from disclosure.intake.html_text import html_to_markdown
from disclosure.intake.rows import SourceFile, SourceRow
from disclosure.intake.text_facts import find_date, find_document_number, find_signer, find_title
from disclosure.problems import Problem, problem

ORIGINAL = "original.docx"
_TITLE_LIMIT = 110
_STYLES = "\n".join(
    [
        *(f"p[style-name='标题 {n}'] => h{n + 1}:fresh" for n in range(1, 5)),
        *(f"p[style-name='heading {n}'] => h{n + 1}:fresh" for n in range(1, 5)),
        *(f"p[style-name='Heading {n}'] => h{n + 1}:fresh" for n in range(1, 5)),
        "p[style-name='Title'] => h1:fresh",
        "p[style-name='标题'] => h1:fresh",
    ]
)
_TITLE_STYLES = ("title", "标题", "heading 1", "标题 1")


@dataclass(slots=True)
class _Seen:
    """What the converter met on its way: paragraphs with their look, pictures by the address given to them."""

    texts: list[str] = field(default_factory=list)
    apart: list[bool] = field(default_factory=list)
    pictures: dict[str, SourceFile] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)


def read_docx_row(path: Path, place: str) -> SourceRow | Problem:
    """The document in `path`; `place` is its path within the source. What can't be read is a problem."""
    facts = inspect_package(path)
    if facts.refusal:
        return problem("I006", place, value=place, reason=facts.refusal)
    seen = _Seen()
    try:
        data = path.read_bytes()
        with path.open("rb") as file:
            html = mammoth.convert_to_html(
                file,
                style_map=_STYLES,
                include_embedded_style_map=False,
                transform_document=lambda document: _note_paragraphs(document, seen),
                convert_image=mammoth.images.img_element(lambda image: {"src": _keep_picture(image, seen)}),
            ).value
    except Exception:  # noqa: BLE001 (a damaged document raises anything from deep within the converter)
        return problem("I006", place, value=place, reason="文件已损坏")
    return _row(place, path.stem, data, html, seen, facts.unsettled)


def _row(place: str, stem: str, data: bytes, html: str, seen: _Seen, unsettled: str) -> SourceRow:
    title = find_title(seen.texts, seen.apart) or one_line(stem)
    names = {address: file.name for address, file in seen.pictures.items()}
    made = html_to_markdown(html, title, names)
    body = _with_headings(made[0]) if made else ""
    if not made or not acceptable(body):
        body = plain_body("\n".join(seen.texts), title)
    problems = []
    if seen.refused:
        shown = "、".join(dict.fromkeys(seen.refused))
        problems.append(problem("I014", place, value=shown, count=len(seen.refused)))
    files = list(seen.pictures.values())
    if unsettled:
        problems.append(problem("I009", place, value=place, reason=unsettled))
    else:
        files.append(SourceFile(ORIGINAL, data, f"{title[:_TITLE_LIMIT]}（原文件）"))
    values = {
        "title": title,
        "document_number": find_document_number(seen.texts),
        "formed": find_date(seen.texts),
        "office": find_signer(seen.texts),
    }
    digest = hashlib.sha256(data).hexdigest()
    return SourceRow(place, place, 0, digest, values, body or "\n", tuple(files), tuple(problems))


def _note_paragraphs(document: Any, seen: _Seen) -> Any:
    """Keep the text and look of every paragraph; the document itself goes on unchanged."""
    for paragraph in _of_type(document, Paragraph):
        text = clean_text("".join(t.value for t in _of_type(paragraph, Text)))
        if text.strip():
            style = (paragraph.style_name or "").lower()
            seen.texts.append(" ".join(text.split()))
            seen.apart.append(paragraph.alignment == "center" or style in _TITLE_STYLES)
    return document


def _of_type(element: Any, kind: type) -> Iterator[Any]:
    stack = [element]
    while stack:
        found = stack.pop()
        if isinstance(found, kind):
            yield found
        stack.extend(reversed(getattr(found, "children", None) or ()))


def _keep_picture(image: Any, seen: _Seen) -> str:
    """The address of a picture in the HTML: the name under which it is saved, or an empty text."""
    with image.open() as file:
        data = file.read()
    ending = _ending(data)
    if not ending:
        seen.refused.append(str(image.content_type).rpartition("/")[2])
        return ""
    same = next((address for address, file in seen.pictures.items() if file.data == data), "")
    if same:
        return same
    name = f"picture-{len(seen.pictures) + 1}.{ending}"
    seen.pictures[name] = SourceFile(name, data)
    return name


def _ending(data: bytes) -> str:
    """The file ending that the bytes of a picture call for; nothing where browsers can't show it."""
    for ending, entry in file_types().items():
        if entry.get("picture") and any(data.startswith(bytes.fromhex(m)) for m in entry["magic"]):
            return ending
    return ""


def _with_headings(body: str) -> str:
    """Numbered paragraphs that stand as headings on paper, where the author used no heading styles."""
    if "\n## " in f"\n{body}":
        return body
    blocks = body.rstrip("\n").split("\n\n")
    levels = heading_levels(blocks)
    lines = (
        f"{'#' * level} {block}" if level else block for block, level in zip(blocks, levels, strict=True)
    )
    return settle_headings("\n\n".join(lines)) + "\n"
