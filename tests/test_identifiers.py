"""Identifiers: ids, index numbers and unit codes keep one spelling for ever (条例第十二条; integrity rows 7, 13)."""

import pytest
from disclosure.identifiers import (
    form_item_id,
    normal_index,
    organisation_check,
    parse_index,
    parse_item_id,
    valid_unit_code,
)
from hypothesis import given
from hypothesis import strategies as st

SMALL_UNIT = "990203009"


@pytest.mark.parametrize(
    "spelling",
    [
        "990203009/2026-00011",
        "９９０２０３００９/２０２６-０００１１",
        "990203009／2026－00011",
        "990203009\\2026–00011",
        " 990203009 / 2026—00011 ",
        "990203009∕2026‐00011",
        "990203009/2026_00011",
        "990203009/2026−00011",
    ],
)
def test_spellings_of_one_number_are_one_number(spelling):
    """Row 13: full-width digits, another dash or slash, and spaces never make a second number."""
    assert "990203009/2026-00011" == normal_index(spelling)


def test_letters_compare_without_case():
    """Row 13: unit codes hold capital letters; small ones are the same number."""
    assert normal_index("11990204MB3C45678D/2026-00001") == normal_index("11990204mb3c45678d/2026-00001")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0123",
        "990203009/2026-0011",
        "990203009/2026-000011",
        "990203009/26-00011",
        "９９０２０３００９/2026-00011",
        "990203009/２０２６-00011",
        "990203009/2026-00011\n",
        "99020300x/2026-00011",
        "990203009-2026-00011",
        "9902030090/2026-00011",
    ],
)
def test_only_the_canonical_form_is_an_index_number(text):
    """Rows 7 and 13: what is not written canonically is refused, not guessed."""
    assert parse_index(text) is None


@given(st.integers(0, 9999), st.integers(0, 99999))
def test_an_index_number_reads_back_as_written(year, serial):
    """条例第十二条: the number in the file, on the page and in the data is one text."""
    text = f"{SMALL_UNIT}/{year:04d}-{serial:05d}"
    parsed = parse_index(text)
    assert (SMALL_UNIT, year, serial) == parsed
    assert text == str(parsed) == normal_index(text)


@given(st.integers(1, 9999), st.integers(1, 99999))
def test_an_id_reads_back_as_written(year, serial):
    """Design 4: <year>-<5 digits>; the address of a page is made of it."""
    assert (year, serial) == parse_item_id(form_item_id(year, serial))


@pytest.mark.parametrize(
    "text",
    [
        "2026-0012",
        "２０２６-00012",
        "2026_00012",
        "2026-00012.md",
        "../2026-00012",
        "2026-00012 ",
        "A-2026-00012",
        "",
    ],
)
def test_other_texts_are_no_ids(text):
    """Design 4: ids are lower-case ASCII, so that an address is the same everywhere."""
    assert parse_item_id(text) is None


def test_an_id_may_carry_the_code_of_its_unit():
    """Design 4: in a portal ids are prefixed by the unit code."""
    assert (2026, 12) == parse_item_id("990203009-2026-00012")


@pytest.mark.parametrize("code", ["000014349", "990203009", "11990204MB3C45678D", "11990100MB1A23456B"])
def test_right_check_characters(code):
    """GB 11714 and GB 32100: the last character checks the others. 000014349 heads the State Council's own numbers."""
    assert valid_unit_code(code)


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=8, max_size=8), st.integers(0, 7))
def test_a_slip_of_one_digit_is_found(stem, place):
    """GB 11714: changing one character of an organisation code is always noticed where a digit becomes the next."""
    code = stem + organisation_check(stem)
    assert valid_unit_code(code)
    if stem[place].isdigit():
        other = str((int(stem[place]) + 1) % 10)
        assert not valid_unit_code(code[:place] + other + code[place + 1 :])


LETTERS = st.characters(categories=["L", "N"])


@given(
    st.one_of(
        st.text(max_size=20),
        st.text(LETTERS, min_size=9, max_size=9),
        st.text(LETTERS, min_size=18, max_size=18),
    )
)
def test_any_text_is_judged(text):
    """Design 3: no input gives a traceback."""
    assert valid_unit_code(text) in (True, False)
    parse_index(text)
    parse_item_id(text)
    normal_index(text)


@pytest.mark.parametrize(
    "code", ["", "九个汉字不是代码啊", "９９０２０３００９", "²²²²²²²²²", "11990204mb3c45678d", "990203009 "]
)
def test_other_texts_are_no_unit_codes(code):
    """Row 13: a unit code is written in half-width capital letters and digits."""
    assert not valid_unit_code(code)
