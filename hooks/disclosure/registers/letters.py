"""文书: a letter of an application, from the case, the remedies of its day, and what lies outside of the register."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from string import Formatter
from typing import Any

from disclosure.data_files import load_data
from disclosure.docx_writer import paragraph, write_docx
from disclosure.registers.kinds import Outcome, outcomes
from disclosure.registers.remedies import Track, on_track, remedy_text, track_for
from disclosure.registers.types import Case, Event

_FILE = "letters.yml"
_ANSWERS = ("答复", "重新答复")
_FROM_CASE = (
    "number",
    "office",
    "received",
    "corrected",
    "day",
    "until",
    "due",
    "document",
    "article",
    "unit",
)
_UNITS = {"按件": "件", "按量": "页"}
_INDENT, _STOPS = "　　", "。；;. "
_BODY, _NAME, _TITLE = 14, 16, 22
"""Sizes in points."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as data/letters.yml has it: paragraphs with placeholders. `bare`: it does not quote the request."""

    id: str
    title: str
    body: tuple[str, ...]
    optional: tuple[str, ...] = ()
    ends: str = "closing"
    bare: bool = False
    remedy: bool = False


class WrongTrackError(ValueError):
    """The office's own wording leads to another remedy than the law of the day."""


class MissingError(ValueError):
    """What a letter needs and nobody gave; `labels` says it in words."""

    def __init__(self, labels: Sequence[str]) -> None:
        super().__init__("、".join(labels))
        self.labels = tuple(labels)


@cache
def fields() -> Mapping[str, str]:
    """What the file beside the register may hold: key → label."""
    return dict(load_data(_FILE)["fields"])


@cache
def _letters() -> tuple[tuple[Mapping[str, Any], Letter], ...]:
    return tuple(
        (
            entry,
            Letter(
                entry["id"],
                entry["title"],
                tuple(entry["body"]),
                tuple(entry.get("optional", ())),
                entry["ends"],
                entry.get("bare", False),
                entry.get("remedy", False),
            ),
        )
        for entry in load_data(_FILE)["letters"]
    )


def letter_for(event: Event) -> Letter | None:
    """The letter that goes with `event`; None where there is none."""
    outcome = outcome_of(event)
    for entry, letter in _letters():
        if (outcome and outcome.id in entry.get("outcomes", ())) or entry.get("event") == event.what:
            return letter
    return None


def outcome_of(event: Event) -> Outcome | None:
    """The outcome that an answer has."""
    return outcomes().get(event.facts.get("outcome", "")) if event.what in _ANSWERS else None


def placeholders(texts: Sequence[str]) -> list[str]:
    """The placeholders of paragraphs, each once. Raises ValueError for braces that make none."""
    names = [name for text in texts for _, name, _, _ in Formatter().parse(text) if name is not None]
    return list(dict.fromkeys(names))


def letter_ids() -> tuple[str, ...]:
    """The ids of all letters, by which an office may word them itself."""
    return tuple(letter.id for _, letter in _letters())


def unknown_placeholders(texts: Sequence[str]) -> list[str]:
    """Placeholders that no letter is given; the texts themselves where their braces make none."""
    known = {name for _, letter in _letters() for name in placeholders([*letter.body, *letter.optional])}
    known |= {*fields(), *_FROM_CASE}
    try:
        return [name for name in placeholders(texts) if name not in known]
    except ValueError:
        return list(texts)


def own_wording(letter: Letter, own: Mapping[str, Any]) -> Letter:
    """`letter` with the office's own paragraphs, where catalog/registers/letters.yml has some."""
    letters = own.get("letters")
    body = letters.get(letter.id) if isinstance(letters, Mapping) else None
    return replace(letter, body=tuple(map(str, body))) if isinstance(body, list) and body else letter


def own_remedy(track: Track, own: Mapping[str, Any]) -> Track:
    """`track` with the office's own wording; raises WrongTrackError where that leads to another remedy."""
    remedies = own.get("remedies")
    said = remedies.get(track.name) if isinstance(remedies, Mapping) else None
    if not said:
        return track
    if not on_track(str(said), track):
        raise WrongTrackError(track.name)
    return replace(track, text=str(said))


@dataclass(frozen=True, slots=True)
class Written:
    """A letter that was written: its bytes, and what the legal division has to confirm before it is sent."""

    data: bytes
    title: str
    note: str = ""


def write_letter(
    case: Case, event: Event, outside: Mapping[str, str], office: str, settings: Mapping[str, Any], due: str
) -> Written:
    """The letter that goes with `event`, as a Word file.

    `outside` is what the register does not hold (see `fields`), `settings` the guide and the office's own wording,
    `due` the end of an extended term. Raises MissingError, WrongTrackError, and ValueError for an event without letter.
    """
    letter = letter_for(event)
    if letter is None:
        raise ValueError(event.what)
    own = settings.get("own") or {}
    letter = own_wording(letter, own)
    facts = _facts(case, event, office, due) | {
        key: value.strip().rstrip(_STOPS) for key, value in outside.items() if value.strip()
    }
    data = load_data(_FILE)
    texts = [*([] if letter.bare else [data["opening"]])]
    if facts.get("corrected") and not letter.bare:
        texts.append(data["corrected"])
    texts += letter.body
    texts += [text for text in letter.optional if all(facts.get(name) for name in placeholders([text]))]
    needed = placeholders(texts)
    missing = [fields().get(name, name) for name in ("addressee", *needed) if not facts.get(name)]
    if missing:
        raise MissingError(list(dict.fromkeys(missing)))
    paragraphs = [_stopped(text.format_map(facts)) for text in texts]
    paragraphs.append(data[letter.ends])
    note = ""
    outcome = outcome_of(event)
    if letter.remedy and outcome:
        track = track_for(outcome, event.on)
        if track is None:
            raise WrongTrackError(event.on)
        note = track.note
        paragraphs.append(remedy_text(own_remedy(track, own), event.on, settings.get("guide") or {}))
    parts = [
        paragraph(office, size=_NAME, bold=True, align="center", after=6),
        paragraph(letter.title, size=_TITLE, bold=True, align="center", after=6),
        paragraph(facts.get("document", ""), size=_BODY, align="center", after=14),
        paragraph(f"{facts['addressee']}：", size=_BODY, after=4),
        *(paragraph(_INDENT + text, size=_BODY, after=4) for text in paragraphs),
        paragraph(office, size=_BODY, align="right", before=30, after=2, with_next=True),
        paragraph(chinese_day(event.on), size=_BODY, align="right"),
    ]
    return Written(write_docx(parts, f"案号 {case.number}"), letter.title, note)


def _facts(case: Case, event: Event, office: str, due: str) -> dict[str, str]:
    """What the register itself knows, as it is printed."""
    outcome = outcome_of(event)
    corrected = [e.on for e in case.until(event.on) if e.what == "收到补正"]
    said = event.facts
    return {
        "number": case.number,
        "office": office,
        "received": chinese_day(case.received) if case.received else "",
        "corrected": chinese_day(corrected[-1]) if corrected else "",
        "day": chinese_day(event.on),
        "until": chinese_day(said["until"]) if said.get("until") else "",
        "due": chinese_day(due) if due else "",
        "document": said.get("number", ""),
        "article": outcome.article if outcome else "",
        "unit": _UNITS.get(said.get("method", ""), ""),
        **{key: said.get(key, "") for key in ("days", "yuan", "method", "count", "basis", "to")},
    }


def _stopped(text: str) -> str:
    """`text` with one full stop at its end, whatever was filled in there."""
    return f"{text.rstrip(_STOPS)}。"


def chinese_day(day: str) -> str:
    """2026-03-02 → 2026年3月2日."""
    year, month, number = day.split("-")
    return f"{year}年{int(month)}月{int(number)}日"
