"""data/gate_rules.yml, ready for use: word lists as tuples, patterns compiled once a process."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from disclosure.data_files import load_data


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and its problem code. `hints`: cheap searches of which one finds something in all that it matches.

    `plain`: what was found is only a word of the rule itself and may be shown as it is.
    """

    code: str
    hints: tuple[re.Pattern[str], ...]
    pattern: re.Pattern[str]
    plain: bool

    def may_match(self, text: str) -> bool:
        """Whether the pattern is worth a search of `text`, which takes ten times as long as a hint's."""
        for hint in self.hints:
            if hint.search(text):
                return True
        return not self.hints


@cache
def _data() -> dict[str, Any]:
    return load_data("gate_rules.yml")


@cache
def words(name: str) -> tuple[str, ...]:
    """A word list of the data file, e.g. `identity_words`."""
    return tuple(str(word) for word in _data()[name])


@cache
def text_rules() -> tuple[Rule, ...]:
    """The patterns, in the order of the data file."""
    return tuple(
        Rule(
            entry["code"],
            tuple(map(re.compile, entry["hints"])),
            re.compile(entry["pattern"], re.MULTILINE),
            entry.get("show") == "word",
        )
        for entry in _data()["patterns"]
    )


@cache
def any_hint() -> re.Pattern[str]:
    """All hints of all rules as one search; most texts hold none."""
    return re.compile("|".join(hint.pattern for rule in text_rules() for hint in rule.hints))


@cache
def suspicious_words() -> re.Pattern[str]:
    """Words of hijacked pages (data/watch_words.yml), with or without blanks between their letters."""
    words = load_data("watch_words.yml")["spam_words"]
    return re.compile("|".join(r"[ \u3000]*".join(map(re.escape, word)) for word in words))


@cache
def card_beginnings() -> tuple[tuple[str, str, tuple[int, ...], bool], ...]:
    """(first, last, lengths, whether it needs a word beside it) of bank card numbers, the surest first."""
    return tuple(
        (str(card["first"]), str(card["last"]), tuple(card["lengths"]), bool(card.get("words")))
        for card in _data()["cards"]
    )


@cache
def codes_dated_from() -> int:
    """The year from which the date in an 18-digit number may be a day of issue."""
    return int(_data()["codes_dated_from"])


@cache
def document_number() -> re.Pattern[str]:
    """发文字号 as it stands in running text."""
    return re.compile(_data()["document_number"])
