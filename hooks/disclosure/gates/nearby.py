"""The words beside a number that say what it is."""

from collections.abc import Callable

from disclosure.gates.rules import words

_FAR, _NEAR = 24, 12
"""Characters: how far before a number its name may stand, and how near one that takes the suspicion off it."""


class Nearby:
    """Asks for words before an offset of `text` within its line, and in the head of its column.

    `heading(offset)` gives the head of the column and the label to the left of a cell, else an empty text.
    """

    def __init__(self, text: str, heading: Callable[[int], str]) -> None:
        self.text, self.heading = text, heading

    def names(self, start: int, kind: str) -> bool:
        """Whether one of the words of list `kind` (data/gate_rules.yml) names what begins at `start`."""
        return self._holds(start, kind, _FAR)

    def is_code(self, start: int) -> bool:
        """Whether what begins at `start` is called a code or a serial number, and not a person's."""
        return self._holds(start, "code_words", _NEAR) and not self._holds(start, "identity_words", _FAR)

    def _holds(self, start: int, kind: str, reach: int) -> bool:
        before = self.text[max(0, start - reach) : start]
        before = before[max(before.rfind("\n"), before.rfind("\0")) + 1 :]
        heading = self.heading(start)
        return any(word in before or word in heading for word in words(kind))
