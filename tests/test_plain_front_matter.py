"""The quick reader of front-matter against the YAML parser (design 8: fast where it can be, exact always)."""

from pathlib import Path

import pytest
from disclosure.read.item_file import split_front_matter
from disclosure.read.nodes import parse_nodes
from disclosure.read.plain_front_matter import read_plain
from hypothesis import given, settings
from hypothesis import strategies as st

ROOT = Path(__file__).parents[1]

PIECES = st.sampled_from(
    [
        *(
            "title: 关于某事的通知",
            "title: a: b",
            "formed: 2026-02-30",
            "index: 0123",
            "who: no",
            "who: ~",
            "k: v ",
        ),
        *(
            "keywords: [一, 二]",
            "keywords: []",
            "keywords: [a,b]",
            "keywords: [a, ]",
            "keywords: [a: b]",
            "x: [no]",
        ),
        *(
            "keywords: ['a', b]",
            "keywords: [a",
            "keywords:",
            "- 一",
            "- a: b",
            "- file: a.pdf",
            "  title: 附件",
        ),
        *(
            "  - 一",
            "  - file: a.pdf",
            "    title: 附件",
            "  phone: 0990-1",
            "contact:",
            "  - - a",
            "- ",
            "-",
            "  -",
        ),
        *(
            "q: 'a'",
            "q: 'it''s'",
            'q: "a"',
            'q: "a\\n"',
            "q: ''",
            "q: 'a' b",
            "q: '",
            "q: |",
            "q: >",
            "  folded",
        ),
        *(
            "a: b #c",
            "a: b#c",
            "# c",
            "a: #c",
            "a: *x",
            "a: &x y",
            "a: !t y",
            "? a",
            "a: {b: c}",
            "a: -",
            "a: - b",
        ),
        *(
            "a:b",
            "a : b",
            "a:  b",
            "A: b",
            "中: b",
            "a:\tb",
            "\ta: b",
            "a: b\u2028c",
            "a: \ufeff",
            "a: \x85",
            "",
        ),
        *(
            "---",
            "...",
            "%TAG",
            "a: @b",
            "a: `b",
            "a: b:",
            "a: b :c",
            "a: :b",
            "a: ?b",
            "a: =",
            "a: <<",
            "<<: a",
        ),
        *(
            "a: \U0001f600",
            "a: \ud7ff",
            "a: \u3000b",
            "a: b\u3000",
            "a: b\xa0",
            "  a: b",
            "   a: b",
            "    a: b",
        ),
    ]
)


def assert_equal_where_read(text):
    """What the quick reader reads is what the parser reads, and the parser has nothing to remark."""
    quick = read_plain(text, 2)
    if quick is not None:
        node, problems = parse_nodes(text, "content/items/2026/2026-00001.md", 2)
        assert [] == problems, f"the parser remarks on {text!r}"
        assert node == quick, f"read otherwise: {text!r}"


@given(st.lists(PIECES, min_size=1, max_size=7))
@settings(max_examples=1500, deadline=None)
def test_lines_of_all_kinds_mean_the_same(lines):
    """Design 8: a fast path that is unsure falls back; it never reads anything else than the reference."""
    assert_equal_where_read("\n".join(lines) + "\n")


@given(st.text(alphabet="ab:-#[], '\"\n?&*!|>{}中 \t0", max_size=40))
@settings(max_examples=1500, deadline=None)
def test_any_characters_mean_the_same(text):
    """Design 8: the same over characters in any order."""
    assert_equal_where_read(text)
    assert_equal_where_read(f"a: {text}\n")
    assert_equal_where_read(f"a:\n  - {text}\n")


@pytest.mark.parametrize("site", [ROOT, ROOT / "tests" / "sites" / "small"], ids=["sample", "small"])
def test_usual_files_are_read_without_the_parser(site):
    """Design 8: files as offices write them take the quick way, all of them."""
    left = []
    for path in sorted(site.glob("content/items/*/*.md")):
        head, _, _ = split_front_matter(path.read_text(encoding="utf-8"))
        assert head is not None, path
        assert_equal_where_read(head)
        left += [path.name] if read_plain(head, 2) is None else []
    # Two files of the small site hold mappings in braces, for the samples that change them by a line.
    braces = [] if site == ROOT else ["2026-00001.md", "2026-00008.md"]
    assert braces == left, "these take the slow way"
