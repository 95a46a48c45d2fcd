"""What the import writes is read back as it was meant: front-matter, and entries added to an office's own files."""

import pytest
import yaml
from disclosure.contract import item_fields
from disclosure.identifiers import form_item_id
from disclosure.intake.numbering import LAST_SERIAL, NumberBook, NumbersExhaustedError
from disclosure.intake.write_front_matter import item_text, scalar
from disclosure.intake.yaml_append import append_entries
from disclosure.read.item_file import split_front_matter
from disclosure.read.nodes import Mapping, Scalar, Sequence, parse_nodes
from hypothesis import given
from hypothesis import strategies as st

_ODD = [
    "- ",
    ": ",
    " #",
    "[",
    "]",
    "{",
    "}",
    ",",
    "&",
    "*",
    "!",
    "|",
    ">",
    "'",
    '"',
    "%",
    "@",
    "`",
    "~",
    "=",
    "\\",
    "?",
]
_WORDS = [
    "甲",
    "乙：",
    "2026-03-02",
    "0123",
    "1_000",
    "12:30:00",
    "yes",
    "No",
    "null",
    "1e3",
    ".5",
    "0x1F",
    "---",
    "…",
    "😀",
]
_LINES = st.lists(
    st.sampled_from([*_ODD, *_WORDS, " ", "\u3000", "\x85", "\ufeff"]), min_size=1, max_size=6
).map("".join)
_TEXTS = _LINES.map(str.strip).filter(bool)


def plain(node):
    """Nodes as values; a text that other programs would read as a truth value is an error here."""
    if isinstance(node, Scalar):
        assert not node.ambiguous, node.value
        return node.value
    if isinstance(node, Sequence):
        return [plain(inner) for inner in node.items]
    return {key: plain(inner) for key, inner in node.entries.items()}


@given(
    st.fixed_dictionaries({"title": _TEXTS, "index": _TEXTS}),
    st.lists(_TEXTS, max_size=3),
    st.fixed_dictionaries({"department": _TEXTS, "phone": _TEXTS}),
    st.lists(st.fixed_dictionaries({"file": _TEXTS, "title": _TEXTS}), max_size=2),
)
def test_what_is_written_is_what_is_read(texts, words, contact, files):
    """Rows 1-9 of bad input: whatever a value looks like, the reader gets the same text back."""
    values = {**texts, "keywords": words, "contact": contact, "attachments": files}
    head, body, _ = split_front_matter(item_text(values, "正文"))
    node, problems = parse_nodes(head, "x.md")
    assert [] == problems
    assert isinstance(node, Mapping)
    assert {key: value for key, value in values.items() if value} == plain(node)
    assert "\n正文\n" == body


@given(_TEXTS)
def test_other_programs_read_the_same_text(text):
    """A date may become a date elsewhere; nothing else becomes a number, a truth value or nothing."""
    loaded = yaml.safe_load(f"a: {scalar(text)}\nb: [{scalar(text, in_list=True)}]\n")
    for found in (loaded["a"], *loaded["b"]):
        assert text == found or (hasattr(found, "isoformat") and text == found.isoformat())


@pytest.mark.parametrize(
    "text", ["关于公开的通知", "示工信发〔2026〕12号", "2026-03-02", "0990-5550101", "https://a.cn/b"]
)
def test_usual_values_stand_without_quotes(text):
    assert text == scalar(text)


def test_fields_are_written_in_the_order_of_the_contract():
    """One way to write a file, whoever writes it."""
    values = dict.fromkeys(
        reversed([s.key for s in item_fields() if s.type in ("text", "date", "choice")]), "甲"
    )
    keys = [line.partition(":")[0] for line in item_text(values, "").split("\n") if ":" in line]
    assert [s.key for s in item_fields() if s.key in values] == keys


_ENTRIES = [{"id": "a", "name": "甲: 局"}, {"id": "b", "name": "乙局"}]
_FILES = {
    "block": "format: 1\noffices:\n  - id: x  # 说明\n    name: 局\n# 尾注\nother: 1\n",
    "flush": "offices:\n- id: x\n  name: 局\n",
    "nested": "offices:\n  - id: x\n    short: [甲, 乙]\n    duties: |\n      一\n      二\n",
    "flow": "offices: [{id: x, name: 局}]\nother: 1\n",
    "empty flow": "format: 1\noffices: []\nother: 1\n",
    "null": "format: 1\noffices:\nother: 1\n",
    "absent": "format: 1\nother: 1\n",
    "no line end": "offices:\n  - id: x",
}


@pytest.mark.parametrize("kind", _FILES)
def test_entries_are_added_and_nothing_else_changes(kind):
    """An office's comments and layout stay: every old line is still there, in order."""
    text = _FILES[kind]
    made = append_entries(text, "offices", _ENTRIES)
    before, after = yaml.safe_load(text), yaml.safe_load(made)
    assert [*(before.get("offices") or []), *_ENTRIES] == after.pop("offices")
    before.pop("offices", None)
    assert before == after
    if kind not in ("flow", "empty flow"):
        rest = iter(made.split("\n"))
        assert all(line in rest for line in text.split("\n"))


@pytest.mark.parametrize("text", ["- a\n", "offices: 甲\n", "offices:\n  a: 1\n"])
def test_a_file_of_another_form_is_refused(text):
    with pytest.raises(ValueError, match="offices"):
        append_entries(text, "offices", _ENTRIES)


def test_numbers_are_never_given_twice():
    """条例第十二条: next after the highest ever used, withdrawn ones and other spellings included."""
    book = NumberBook(
        ["2026-00007", "2025-00001"], ["990203009/2026-00009", "９９０２０３００９／2026—00011"]
    )
    assert ("2026-00008", "2026-00009") == (book.next_id(2026), book.next_id(2026))
    assert "990203009/2026-00012" == book.next_index("990203009", 2026)
    assert not book.take_index("990203009/2026-00012")
    assert ("2024-00001", "990203009/2024-00001") == (book.next_id(2024), book.next_index("990203009", 2024))


def test_a_full_year_gives_no_number():
    book = NumberBook([form_item_id(2026, LAST_SERIAL)], [])
    with pytest.raises(NumbersExhaustedError):
        book.next_id(2026)
