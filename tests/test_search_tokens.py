"""How text is cut for the search (design 6: titles, numbers and bodies as pairs of characters)."""

import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from disclosure.data_files import load_data
from disclosure.index.plain_text import plain_text
from disclosure.index.postings import IN_LABEL, IN_NUMBER, IN_TITLE
from disclosure.index.tokens import date_tokens, normalise, pair_names, pairs, single_characters, words
from hypothesis import given
from hypothesis import strategies as st


def cut(text):
    """Pairs and words of a text, each in order."""
    text = normalise(text)
    return pair_names(pairs(text)), words(text)


def test_pairs_overlap():
    """Design 6: every fragment of two characters or more is a chain of tokens, wherever it begins."""
    assert (["信息", "息化", "化局"], []) == cut("信息化局")


def test_number_of_a_document():
    """Design 6: a 文号 is the same tokens whatever brackets are written."""
    expected = (["示工", "工信", "信发"], ["2026", "12"])
    for spelling in (
        "示工信发〔2026〕12号",
        "示工信发[2026]12号",
        "示工信发（2026）12号",
        "示工信发【２０２６】１２号",
    ):
        assert expected == cut(spelling), f"{spelling} is another spelling of the same number"


@pytest.mark.parametrize("mark", ["《", "》", "“", "”", "（", "、", " ", "\u3000", "·"])
def test_pairs_reach_across_marks_left_out_in_quotes(mark):
    """Design 6: 实施民法典 is found in 实施《民法典》."""
    assert cut("实施民法典") == cut(f"实施{mark}民法典"), f"{mark!r} must not keep characters apart"


@pytest.mark.parametrize("mark", ["。", "，", "；", "\n", "：", "-", "2", "A"])
def test_pairs_end_with_the_clause(mark):
    """Design 6: the end of one sentence and the start of the next are no word."""
    assert "施民" not in cut(f"实施{mark}民法典")[0], f"{mark!r} ends a run"


def test_invisible_and_compatible_characters():
    """Design 6: what copying from PDF and web pages leaves in a text does not hide it."""
    assert (["工业"], ["iii", "gb2312", "2024"]) == cut("⼯\u200b业\ufeff ⅲ ＧＢ２３１２ ２０２４")


def test_latin_words_are_whole_and_lower_case():
    """Design 6: numbers and Latin words are looked up whole."""
    assert ([], ["ofd", "reader", "v2", "pdf"]) == cut("OFD Reader v2与PDF")


def test_rare_characters_are_words():
    """Design 6: characters beyond the first plane are found too, as the words that they make together."""
    assert (["〇一"], ["𠮷𠀀"]) == cut("𠮷𠀀〇一")


@given(st.text(alphabet="工信发展《》（）“”，。 \n0Aa１①Ⅲ★_-^|¦𠀀々〇", max_size=40))
def test_no_letter_is_lost(text):
    """Design 6: each letter and digit of a text is in its words; each two neighbours of a run are a pair."""
    said = normalise(text)
    letters = [c for c in said.lower() if c.isalnum() and not is_han(c)]
    assert unicodedata.normalize("NFKC", "".join(letters)) == "".join(words(said))
    for one, two in pairwise(said):
        if is_han(one) and is_han(two):
            assert one + two in pair_names(pairs(said))
    assert [c for c in said if is_han(c)] == pair_names(single_characters(said))


def is_han(character):
    """Whether tokens.py cuts it in pairs."""
    return character in "々〇" or (
        character < "\U00010000" and unicodedata.name(character, "").startswith("CJK UNIFIED")
    )


@pytest.mark.parametrize(
    "spelling",
    [
        "2024-03-12",
        "2024-3-12",
        "2024年3月12日",
        "2024年03月12日",
        "2024.3.12",
        "2024/03/12",
        "２０２４年３月１２日",
        "2024 年 3 月 12 日",
    ],
)
def test_a_day_in_every_spelling(spelling):
    """Design 6: a date is found however it is written; its month is found too."""
    assert ["d202403", "d20240312"] == date_tokens(f"于{spelling}印发"), f"{spelling} is 12 March 2024"


@pytest.mark.parametrize(
    "text", ["2024年13月1日", "2024-00012", "2024-03", "12024-03-12", "2024.3-12", "1800年1月1日"]
)
def test_what_is_no_date(text):
    """Design 6: index numbers and amounts are not taken for dates."""
    assert [] == date_tokens(text), f"{text} names no day or month"


def test_a_month():
    """Design 6: a month named without a day is found by month."""
    assert ["d202403", "d202411"] == date_tokens("2024年3月至2024年11月")


def test_plain_text_of_a_body():
    """Design 6: the text that is indexed is what a reader sees, a line a paragraph or cell."""
    html = "<p>一是&lt;加强&gt;\n管理。</p>\n<ul>\n<li>甲<br>乙</li>\n</ul>\n<table><tr><td>1</td><td>&amp;</td></tr></table>"
    assert "一是<加强> 管理。\n甲\n乙\n1\n&" == plain_text(html)


def test_plain_text_without_scripts():
    """Design 6: code on a hand-written page is not its text."""
    assert "前\n后" == plain_text('<p>前</p><script>let a = "<p>x</p>";</script><style>p{}</style><p>后</p>')


def test_traditional_and_simplified_are_of_one_length():
    """Section 2: each traditional character has one that replaces it, and none replaces itself."""
    table = load_data("traditional.yml")
    old, new = (table[name].replace(" ", "") for name in ("traditional", "simplified"))
    assert (len(old), len(set(old))) == (len(new), len(old))
    assert not [pair for pair in zip(old, new, strict=True) if pair[0] == pair[1]]
    assert "政府信息公开条例" == "政府信息公開條例".translate(str.maketrans(old, new))


def test_lists_and_their_reader_agree_on_the_places():
    """Design 6: what the index writes for title, number and label is what the page in the browser reads."""
    script = Path(__file__).parents[1] / "overrides" / "assets" / "disclosure" / "search-index.js"
    found = dict(re.findall(r"const (IN_[A-Z]+) = (\d+);", script.read_text(encoding="utf-8")))
    expected = {"IN_TITLE": IN_TITLE, "IN_NUMBER": IN_NUMBER, "IN_LABEL": IN_LABEL}
    assert expected == {name: int(value) for name, value in found.items()}
