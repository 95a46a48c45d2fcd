"""The same documents laid out for each program: our item files, MkDocs with Material, Hugo."""

import re
import shutil
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from bench_content import DATA, Document

_ITEM_LINK = re.compile(r"\(item:((\d{4})-\d{5})\)")


def write_office(folder: Path, documents: Iterable[Document]) -> Path:
    """A site folder for `disclosure build`."""
    shutil.copytree(DATA / "office", folder)
    for document in documents:
        _write(folder / f"content/items/{document.year}/{document.id}.md", document.text)
    return folder


def write_mkdocs(folder: Path, documents: Iterable[Document]) -> Path:
    """A project for stock MkDocs with Material: item pages, one list a year, a home page. Returns its mkdocs.yml."""
    rows: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for document in documents:
        text = _ITEM_LINK.sub(r"(../\2/\1.md)", document.text)
        _write(folder / f"docs/items/{document.year}/{document.id}.md", text)
        fields = document.fields
        day = fields.get("publish_on") or fields.get("date") or ""
        link = f"[{fields['title']}](../items/{document.year}/{document.id}.md)"
        rows[document.year].append((day, f"| {link} | {fields.get('office') or ''} | {day} |\n"))
    years = sorted(rows, reverse=True)
    for year in years:
        newest_first = [row for _, row in sorted(rows[year], reverse=True)]
        head = f"# {year}年\n\n| 名称 | 发布机构 | 发布日期 |\n| --- | --- | --- |\n"
        _write(folder / f"docs/list/{year}.md", head + "".join(newest_first))
    home = "".join(f"- [{year}年](list/{year}.md)（{len(rows[year])} 件）\n" for year in years)
    _write(folder / "docs/index.md", f"# 政府信息公开\n\n{home}")
    nav: list[dict[str, str]] = [{"首页": "index.md"}, *({f"{y}年": f"list/{y}.md"} for y in years)]
    base = (DATA / "mkdocs" / "mkdocs.yml").read_text(encoding="utf-8")
    _write(folder / "mkdocs.yml", base + yaml.safe_dump({"nav": nav}, allow_unicode=True))
    return folder / "mkdocs.yml"


def write_hugo(folder: Path, documents: Iterable[Document]) -> Path:
    """A project for Hugo with the lists that ours has: by category, office, year and theme, twenty a page."""
    shutil.copytree(DATA / "hugo", folder)
    for document in documents:
        head = yaml.dump(
            _for_hugo(document), Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=10_000
        )
        body = _ITEM_LINK.sub(r"(../\2/\1.html)", document.body)
        _write(
            folder / f"content/items/{document.year}/{document.id}.md",
            f"---\n{head}---\n\n{body}",
        )
    return folder


def _for_hugo(document: Document) -> dict[str, Any]:
    """Front-matter with the terms of its lists: Hugo makes a list for each term."""
    fields = dict(document.fields)
    contact = fields.pop("contact")
    theme = fields.pop("theme")
    offices = [fields["office"], *fields.pop("joint_offices", ()), contact["department"]]
    return fields | {
        "date": fields["publish_on"],
        "offices": list(dict.fromkeys(offices)),
        "themes": [theme.partition("\\")[0], theme.replace("\\", " · ")],
        "years": [fields["formed"][:4]],
        "department": contact["department"],
        "phone": contact["phone"],
    }


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
