"""What passes as ordinary text holds none of the characters that the checks look for."""

import sys

import pytest
from disclosure.check import text_defects
from disclosure.gates import plain
from disclosure.read import text_file
from disclosure.usual_text import is_usual

USUAL = "".join(character for character in map(chr, range(sys.maxunicode + 1)) if is_usual(character))


@pytest.mark.parametrize(
    "odd",
    [plain._ODD, text_file._any_odd(), text_defects._ZERO_WIDTH, text_defects._LOOKALIKES],
    ids=["gates", "bytes", "zero width", "look-alikes"],
)
def test_no_usual_character_is_odd(odd):
    """Rows 26 to 31: a text that is passed over as usual could not have been found odd by any of the searches."""
    assert len(USUAL) > 20_000, "nearly all that official texts are made of"
    assert odd.search(USUAL) is None


@pytest.mark.parametrize("text", ["足\u200b球", "⾜", "１３９", "①", "a\u00a0b", "a\0", "a\tb"])
def test_one_odd_character_makes_a_text_unusual(text):
    """Rows 26 to 31: it is then searched as before."""
    assert is_usual("第一条　为了公开，制定本办法（试行）。\n\n- 见《条例》“总则” 2026-03-02。")
    assert not is_usual(f"正文{text}正文")
