"""Why the system refused: a Chinese reason in every message (how we build: an officer understands it)."""

import errno
import os

import pytest
from disclosure.data_files import load_data
from disclosure.system_errors import system_reason


@pytest.mark.parametrize("name", sorted(load_data("system_errors.yml")["errors"]))
def test_every_reason_is_one_that_a_system_gives(name):
    """Messages to officers are in Chinese, the reasons that a disk or a network gives too."""
    number = getattr(errno, name)
    reason = system_reason(OSError(number, os.strerror(number)))
    assert not reason.isascii(), f"{name} is told as {reason!r}"


def test_an_unknown_reason_stays_as_it_is():
    """No reason is lost: what the table does not know is told as the system says it."""
    assert "Wrong medium type" == system_reason(OSError(124, "Wrong medium type"))
    assert "odd" == system_reason(OSError("odd"))
