"""Properties of a file that belong to another document or person: what remains when a new file is made of an old one."""

import difflib
import re
from dataclasses import dataclass, field

from disclosure.gates.allowed import Allowed
from disclosure.gates.contents import Contents
from disclosure.gates.masking import mask
from disclosure.gates.plain import bare, plain
from disclosure.gates.rules import document_number, words

_ALIKE = 0.5
"""Share of common characters from which two titles are one."""
_SHORT = 4
"""Chinese characters: a shorter title says nothing."""
_HAN = re.compile(r"[\u4e00-\u9fff]")
_FOLDER = re.compile(r"^.*[\\/]")
_READ = 400_000
"""Characters of the file in which a title or number is looked for."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What the item says of the file: its 发文字号, titles that its properties may bear, the office's own data."""

    document_number: str = ""
    titles: tuple[str, ...] = ()
    allowed: Allowed = field(default_factory=Allowed)


def judge_properties(contents: Contents, expected: Expected) -> list[tuple[str, str, str]]:
    """(problem code, place, masked value) of every property that belongs to something else."""
    told = {held.place for held in contents.properties}
    printed = bare("".join(s.text for s in contents.segments if s.place not in told)[:_READ]) if told else ""
    own = bare(" ".join((expected.document_number, *expected.titles)))
    rows = []
    for held in contents.properties:
        value = " ".join(plain(held.value).split())
        numbers = [
            n for n in document_number().findall(value) if bare(n) not in own and bare(n) not in printed
        ]
        if numbers:
            rows.append(("M015", held.place, mask(numbers[0])))
        elif held.kind == "author" and not _is_neutral(value, expected.allowed.names):
            rows.append(("M013", held.place, mask(value)))
        elif held.kind == "title" and not _is_own_title(value, printed, expected):
            rows.append(("M014", held.place, mask(value)))
    return rows


def _is_neutral(value: str, names: tuple[str, ...]) -> bool:
    """Whether an author is the office, or only a program's or computer's word for nobody."""
    neutral = {bare(name) for name in (*names, *words("generic_authors"))}
    return all(bare(part) in neutral or not bare(part) for part in re.split(r"[;；,，、]", value))


def _is_own_title(value: str, printed: str, expected: Expected) -> bool:
    """Whether a title says nothing, is like the item's or the attachment's, or is printed in the file."""
    title = _FOLDER.sub("", value)
    for program in words("title_programs"):
        title = title.removeprefix(program)
    for ending in words("title_endings"):
        title = title.removesuffix(ending)
    short = bare(title)
    if (
        len(_HAN.findall(title)) < _SHORT
        or short in {bare(word) for word in words("generic_titles")}
        or short in printed
    ):
        return True
    others = [bare(title) for title in (*expected.titles, expected.document_number) if title]
    return any(
        short in other or other in short or difflib.SequenceMatcher(None, short, other).ratio() >= _ALIKE
        for other in others
    )
