"""No input gives a traceback (design 3, 8): what is wrong with content becomes rows, whatever the content is."""

import gzip
import json
import shutil
from itertools import islice
from pathlib import Path

import pytest
import site_maker
import yaml
from disclosure.check.body import check_body
from disclosure.check.item import check_item
from disclosure.check.site import check_site
from disclosure.contract import item_fields
from disclosure.data_files import load_data
from disclosure.read.site import read_site
from disclosure.render.markdown import render_body
from hypothesis import given, settings
from hypothesis import strategies as st

SHARED = Path(__file__).resolve().parents[2] / "shared"
ITEM = "content/items/2026/2026-00011.md"
GUIDE_KEYS = {
    "application",
    "channels",
    "remedies",
    "places",
    "working_group",
    "members",
    "definitions",
    "not_public",
}
EXAMPLES = 1.0
"""Cases of each test, as a part of the figures below: raise it to look for longer."""


def cases(count):
    return settings(max_examples=int(count * EXAMPLES))


def as_bytes(text):
    return text.encode("utf-8", "replace")


def pieces(*parts):
    """Texts put together of pieces that mean something to the reader, and of anything."""
    return st.lists(st.one_of(st.sampled_from(parts), st.text(max_size=8)), max_size=24).map("".join)


def keys_in(value):
    """All keys of nested mappings."""
    if isinstance(value, dict):
        return {*value, *(key for inner in value.values() for key in keys_in(inner))}
    return {key for inner in value for key in keys_in(inner)} if isinstance(value, list) else set()


# fmt: off
YAML_TEXT = pieces(
    "---\n", "- ", ": ", "\n", "\n  ", "\t", "[", "]", "{", "}", ",", "&a ", "*a", "!!python/object:x ", "!x ", "? ",
    "|\n", ">\n", "'", '"', "#", "%YAML 1.2\n", "...\n", "<<: ", "no", "null", "2026-02-30", "0123", "\\x", "\\ud800",
    *(spec.key + ": " for spec in item_fields()),
)
MARKDOWN = pieces(
    "# ", "## ", "\n", "\n\n", "- ", "> ", "1. ", "| a | b |\n|---|---|\n", "|", "`", "```\n", "    ", "*", "**", "_",
    "[x](", ")", "![x](", "](", "item:2026-00001", "item:", "http://", "https://[", "//", "javascript:", "[^1]", "[^1]: x\n",
    "<b>", "<!--", "-->", "<", "&#0;", "&amp;", "{{", "{%", "--8<--", "第一条", "（一）", "2026年1月", "〔2026",
    "《甲》《乙》等3项", "\\", "\u200b", "\u3000", "𠮷", "e\u0301", "\ufeff", "来源：", "结合", "实际", "\r\n", "\f", "\u2028",
)
WORDS = st.sampled_from([
    None, True, False, 0, -1, 83, 1e300, float("nan"), "主动公开", "依申请公开", "工作动态", "2026-00001", "9999-12-31",
    "0001-01-01", "2026-02-30", "990203009/2026-00011", "../x.pdf", "a.pdf", "https://[", "\u200b", "甲" * 300, "statutory",
])
# fmt: on
SCALARS = st.one_of(WORDS, st.text(max_size=12))


def mappings(keys):
    """Mappings with the keys that the program knows and others, and values of any shape."""
    names = st.one_of(st.sampled_from(sorted(keys)), st.text(max_size=4))
    inner = st.dictionaries(names, SCALARS, max_size=3)
    deep = st.just([[[["a"]]]])
    values = st.one_of(SCALARS, st.lists(SCALARS, max_size=3), inner, st.lists(inner, max_size=2), deep)
    return st.dictionaries(names, values, max_size=8)


FRONT_MATTER = mappings(
    {key for spec in item_fields() for key in (spec.key, *(inner.key for inner in spec.fields))}
)
SETTINGS = mappings(keys_in(load_data("site_files.yml")["files"]) | GUIDE_KEYS)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """The small office, whose item ITEM the tests below overwrite."""
    return site_maker.make_site(tmp_path_factory.mktemp("any") / "office")


@pytest.fixture(scope="module")
def settings_of(office):
    """The settings of the small office."""
    return read_site(office.root, site_maker.TODAY)[0]


def sound(rows):
    """Every row can be shown, stored and acted on."""
    for row in rows:
        assert "" not in (row.path, row.message, row.advice, row.severity)
        assert row.line >= 0
        (row.path + row.item + row.value + row.message + row.advice).encode("utf-8")
    return rows


def check_bytes(settings, data):
    (settings.root / ITEM).write_bytes(data)
    item, rows = check_item(settings, ITEM)
    sound(rows)
    assert item is not None or any(row.severity == "error" for row in rows), "an unusable file is an error"
    return item


@cases(400)
@given(
    st.one_of(
        st.binary(max_size=200), st.binary(max_size=80).map(lambda data: b"---\ntitle: " + data + b"\n---\n")
    )
)
def test_any_bytes(settings_of, data):
    """Rows 18-20: bytes of any kind in place of an item."""
    check_bytes(settings_of, data)


@cases(500)
@given(YAML_TEXT, st.booleans())
def test_anything_like_yaml(settings_of, text, closed):
    """Rows 1-9: text of any form between the fences."""
    end = "\n---\n正文。\n" if closed else ""
    check_bytes(settings_of, f"---\n{text}{end}".encode("utf-8", "replace"))


@cases(500)
@given(FRONT_MATTER, st.booleans())
def test_any_values_of_the_fields(settings_of, fields, flow):
    """Rows 4-10: the contract's fields with values of any type and depth."""
    text = yaml.safe_dump(fields, allow_unicode=True, default_flow_style=flow, sort_keys=False)
    check_bytes(settings_of, f"---\n{text}---\n\n正文。\n".encode("utf-8", "replace"))


@cases(500)
@given(MARKDOWN)
def test_any_body(settings_of, body):
    """Rows 22-25, 45: a body of any form is checked, and what passes is rendered."""
    rows = sound(check_body(body, ITEM, 17, "2026-00011", settings_of.allowed_domains).problems)
    if not any(row.severity == "error" for row in rows):
        render_body(body, lambda _: "", "../")
    check_bytes(settings_of, f"---\ntitle: 通知\n---\n{body}".encode("utf-8", "replace"))


# fmt: off
CATALOG_FILES = (
    "site.yml", "offices.yml", "categories.yml", "guide.yml", "synonyms.yml", "status/2026-00009.yml", "status/2026-00001.yml",
)
# fmt: on
CATALOG_BYTES = st.one_of(
    st.binary(max_size=60),
    pieces("format: 1\n", "name: ", "- ", "\n", "  ", "[", "]", "{", "}", "&a", "*a", "!!x ").map(as_bytes),
    SETTINGS.map(lambda value: yaml.safe_dump({"format": 1, **value}, allow_unicode=True)).map(as_bytes),
)


@cases(150)
@given(st.sampled_from(CATALOG_FILES), CATALOG_BYTES)
def test_any_settings(tmp_path_factory, name, data):
    """Design 3: settings, vocabularies, guide and status of any form; only their rows stop a build."""
    site = site_maker.make_site(tmp_path_factory.mktemp("settings") / "office", "bare")
    site.write(f"catalog/{name}", data)
    sound(check_site(site.root, site_maker.TODAY).problems)
    shutil.rmtree(site.root)


@cases(100)
@given(
    st.one_of(
        st.binary(max_size=80),
        pieces("from,to\n", "from", ",", '"', "\n", "\r\n", "../", "2026-00001", "a.html", "?", "\\"),
    )
)
def test_any_table_of_old_addresses(office, data):
    """Row 40: catalog/redirects.csv of any form."""
    table = data if isinstance(data, bytes) else f"from,to\n{data}".encode("utf-8", "replace")
    office.write("catalog/redirects.csv", table)
    sound(read_site(office.root, site_maker.TODAY)[1])


@cases(50)
@given(
    st.one_of(
        st.binary(max_size=80),
        pieces("site_url: ", "!ENV ", "- ", "\n", "https://", "[", ": ", "&a", "*a").map(as_bytes),
    )
)
def test_any_mkdocs_yml(office, data):
    """Design 3: mkdocs.yml of any form, of which the check needs the address alone."""
    office.write("mkdocs.yml", data)
    sound(read_site(office.root, site_maker.TODAY)[1])


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the real documents are not beside the checkout")
def test_any_real_document_in_place_of_an_item(settings_of):
    """Design 3: real files of any kind, taken for an item, and their text taken for the body of one."""
    files = sorted(path for path in SHARED.rglob("*") if path.is_file())
    assert files, "the folder of real documents is empty"
    head = (site_maker.SITES / "small" / ITEM).read_bytes().partition(b"\n---\n")[0] + b"\n---\n"
    for path in files:
        with path.open("rb") as file:
            data = file.read(5 << 20)
        check_bytes(settings_of, data)
        check_bytes(settings_of, head + data[: 1 << 20])


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the real documents are not beside the checkout")
def test_real_texts_as_bodies(settings_of):
    """Design 3: published documents are checked without a traceback, and rendered where nothing holds them back."""
    head = (site_maker.SITES / "small" / ITEM).read_text(encoding="utf-8").partition("\n---\n")[0]
    with gzip.open(SHARED / "corpus" / "documents.jsonl.gz", "rt", encoding="utf-8") as file:
        texts = [
            text for line in islice(file, 0, None, 10) for text in [json.loads(line).get("text")] if text
        ]
    assert len(texts) > 100, "the corpus has no texts"
    for text in texts:
        item = check_bytes(settings_of, f"{head}\n---\n\n{text}\n".encode())
        if item is not None:
            render_body(text, lambda _: "", "../")
