"""信息处理费: the tariff, tier by tier (条例第四十二条；国办函〔2020〕109号)."""

import pytest
from disclosure.registers.fees import fee, payment_limit
from site_maker import run_command


@pytest.mark.parametrize(
    ("count", "before", "expected"),
    [
        (10, 0, 0),
        (11, 0, 100),
        (30, 0, 2000),
        (31, 0, 2200),
        (40, 0, 4000),
        (41, 0, 4300),
        (50, 0, 7000),
        (51, 0, 7400),
        (1, 10, 100),
        (1, 30, 200),
        (5, 8, 300),
        (1, 9, 0),
    ],
)
def test_by_item(count, before, expected):
    """Q36(11): ten a month free, 100 yuan to the thirtieth, then 100 yuan more an item for each ten; tiers by excess."""
    assert expected == fee("按件", count, before)


@pytest.mark.parametrize(
    ("pages", "expected"),
    [(30, 0), (31, 10), (100, 700), (101, 720), (200, 2700), (201, 2740), (1000, 34700)],
)
def test_by_page(pages, expected):
    """Q36(11): thirty pages free, then 10, 20 and 40 yuan a page."""
    assert expected == fee("按量", pages)
    assert expected == fee("按量", pages, before=500), "pages are counted an application at a time"


def test_the_applicant_has_thirty_days_to_pay():
    """国办函〔2020〕109号: thirty calendar days from the notice."""
    assert (30, "day") == (payment_limit().length, payment_limit().unit)


def test_the_command_says_the_sum():
    """Q36(11): what an officer may ask for, without a register."""
    done = run_command("register", "fee", "--method", "按件", "--count", "31")
    assert "按件 31：2200 元\n" == done.stdout
