"""A case as its file tells it: fields, dates, the order of events, what an outcome asks for."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from disclosure.check.values import near_names, wrong_date
from disclosure.data_files import load_data
from disclosure.gates.rows import scan_text
from disclosure.problems import Problem, problem
from disclosure.read.site_files import mapping
from disclosure.read.text_file import decode_text
from disclosure.registers.fees import METHODS, fee
from disclosure.registers.kinds import APPLICATIONS, ENDS, FILE, choices_of, outcomes, register_kinds
from disclosure.registers.lateness import check_clocks
from disclosure.registers.letters import letter_ids, unknown_placeholders
from disclosure.registers.read import FOLDER, LETTERS, read_own_letters, read_registers
from disclosure.registers.remedies import on_track, track_for, track_named
from disclosure.registers.types import Case, Event
from disclosure.types import Site

_DATES = ("until", "delivered")
_NUMBERS = ("days", "count", "before", "yuan", "units", "people")
_HEAD_DATES = ("arrived", "confirmed", "received", "opened", "reviewed", "decided", "due")
_LATER = ("due",)
"""Dates of a head that may lie in the future."""


def check_registers(site: Site, folder: Path, shown: str = FOLDER) -> tuple[list[Case], list[Problem]]:
    """Every case below `folder` and all problems, sorted, as of `site.today`. Never raises for bad content."""
    cases, problems = read_registers(folder, shown)
    for case in cases:
        problems += check_case(site, case)
    problems += _own_letters(folder, shown)
    problems += _gaps(cases)
    problems += _links(cases)
    problems += _marks(site, folder, cases, shown)
    return cases, sorted(set(problems))


def check_case(site: Site, case: Case) -> list[Problem]:
    """The problems of one case. What its events mean is asked only where each of them is well written."""
    rows = [*_head(site, case), *_events(site, case)]
    if not any(row.severity == "error" for row in rows):
        rows += [*_receipt(case), *_meaning(case), *check_clocks(site, case)]
    return rows


def _row(
    code: str, case: Case, field: str = "", value: str = "", event: Event | None = None, **facts: Any
) -> Problem:
    line = event.line if event else case.lines.get(field, 1)
    return problem(code, case.path, line, field, value, **{"number": case.number, **facts})


def _head(site: Site, case: Case) -> Iterator[Problem]:
    for key, value in case.facts.items():
        choices = choices_of(f"{case.register}.{key}", key)
        if choices and value not in choices:
            yield _row("L006", case, key, value, near=near_names(value, choices))
        if key in _HEAD_DATES and (wrong_date(value) or (value > site.today and key not in _LATER)):
            yield _row("L007", case, key, value)
    handler = case.facts.get("handler", "")
    if handler and not _known_office(site, handler):
        yield _row("L009", case, "handler", handler)
    if case.kind.asks_due and not case.facts.get("due") and not case.ended() and not case.imported:
        yield _row("L010", case, "due", name=case.kind.name)
    arrived, confirmed = case.facts.get("arrived", ""), case.facts.get("confirmed", "")
    if confirmed and confirmed < arrived:
        yield _row("L007", case, "confirmed", confirmed)
    if case.facts.get("decided", "") < case.facts.get("reviewed", ""):
        yield _row("L007", case, "decided", case.facts.get("decided", ""))


def _known_office(site: Site, name: str) -> bool:
    return any(name == office.name or name in office.short for office in site.offices.values())


def _events(site: Site, case: Case) -> Iterator[Problem]:
    before = case.arrived
    for event in case.events:
        kind = case.kind.events.get(event.what)
        if kind is None:
            yield _row(
                "L006", case, "what", event.what, event, near=near_names(event.what, tuple(case.kind.events))
            )
            continue
        if wrong_date(event.on) or event.on > site.today:
            yield _row("L007", case, "on", event.on, event)
        elif event.on < before:
            yield _row("L008", case, "on", event.on, event, before=before, what=event.what)
        else:
            before = event.on
        for key in (*kind.needs, *kind.needs_for.get(case.facts.get("kind", ""), ())):
            if not event.facts.get(key):
                yield _row("L011", case, key, "", event, what=event.what)
        for key, value in event.facts.items():
            yield from _field(case, event, key, value, (*kind.needs, *kind.may))


def _field(case: Case, event: Event, key: str, value: str, allowed: tuple[str, ...]) -> Iterator[Problem]:
    if key not in allowed:
        yield _row("L012", case, key, value, event, what=event.what)
        return
    choices = choices_of(f"{event.what}.{key}", key)
    if choices and value not in choices:
        yield _row("L006", case, key, value, event, near=near_names(value, choices))
    elif key in _DATES and wrong_date(value):
        yield _row("L007", case, key, value, event)
    elif key in _DATES and value < event.on:
        yield _row("L008", case, key, value, event, before=event.on, what=event.what)
    elif key in _NUMBERS and not (value.isascii() and value.isdigit() and len(value) <= 7):  # noqa: PLR2004
        yield _row("L013", case, key, value, event, what=event.what)


def _receipt(case: Case) -> Iterator[Problem]:
    """When an application counts as received (条例第三十一条)."""
    if case.register != APPLICATIONS or case.imported:
        return
    way = load_data(FILE)["ways"][case.facts["way"]]
    if case.events and not case.received:
        yield _row("L014", case, "confirmed", way=case.facts["way"])
    elif way.get("same_day") and case.received and case.received > case.arrived:
        yield _row("L015", case, "confirmed", case.received, arrived=case.arrived)


def _meaning(case: Case) -> Iterator[Problem]:
    """What the events say together."""
    seen: list[Event] = []
    closed = {id(end): start for start, end in case.spans() if end}
    for event in case.events:
        kind = case.kind_of(event)
        ended = next((e for e in seen if case.kind_of(e).ends), None)
        follows = any(e.what == kind.after or (kind.after == ENDS and case.kind_of(e).ends) for e in seen)
        if kind.closes and id(event) not in closed:
            yield _row("L016", case, "what", event.what, event, needed=kind.closes)
        elif kind.after and not follows:
            needed = "答复或者终止办理" if kind.after == ENDS else kind.after
            yield _row("L016", case, "what", event.what, event, needed=needed)
        elif kind.once and any(e.what == event.what for e in seen):
            yield _row("L017", case, "what", event.what, event)
        elif ended and not kind.after and not kind.closes:
            yield _row("L018", case, "what", event.what, event, ended=ended.what, on=ended.on)
        yield from _facts(case, event, seen)
        seen.append(event)


def _facts(case: Case, event: Event, seen: list[Event]) -> Iterator[Problem]:
    """What an event's fields claim, against the tariff, what was asked for, the remedies and what an outcome needs."""
    facts = event.facts
    if event.what == "收费通知" and facts["method"] in METHODS:
        right = fee(facts["method"], int(facts["count"]), int(facts.get("before") or 0))
        if right != int(facts["yuan"]):
            yield _row("L019", case, "yuan", facts["yuan"], event, right=right, method=facts["method"])
    wanted = case.facts.get("wanted", "")
    if wanted and facts.get("way", wanted) != wanted:
        yield _row("L038", case, "way", facts["way"], event, wanted=wanted)
    outcome = outcomes().get(facts.get("outcome", ""))
    if outcome is None or case.imported:
        return
    asked = load_data(FILE)["outcome_asks"].get(outcome.id)
    if asked:
        names = [e.what for e in seen]
        if asked["event"] not in names or asked.get("without") in names:
            yield _row("L020", case, "outcome", outcome.name, event, needed=asked["event"])
    if event.what == "答复" and not outcome.letter:
        yield _row("L021", case, "outcome", outcome.name, event)
    track = track_for(outcome, event.on)
    if facts.get("remedy") and track and facts["remedy"] != track.name:
        yield _row("L022", case, "remedy", facts["remedy"], event, right=track.name, source=track.source)


def _own_letters(folder: Path, shown: str) -> Iterator[Problem]:
    """The office's own wording: it leads to the remedy that it is named by, and asks for nothing that there is not."""
    own, found = read_own_letters(folder, shown)
    yield from found
    place = f"{shown}/{LETTERS}"
    for name, said in mapping(own, "remedies").items():
        track = track_named(name)
        if track is None or not on_track(str(said), track):
            yield problem("L036", place, 1, "remedies", name)
    for name, body in mapping(own, "letters").items():
        texts = body if isinstance(body, list) else []
        if name not in letter_ids() or not texts or unknown_placeholders([str(text) for text in texts]):
            yield problem("L037", place, 1, "letters", name, letters="、".join(letter_ids()))


def _gaps(cases: Iterable[Case]) -> Iterator[Problem]:
    """A number that is missing between others: a case may have been taken away."""
    series: dict[tuple[str, str], list[Case]] = {}
    for case in cases:
        series.setdefault((case.register, case.number[:4]), []).append(case)
    for found in series.values():
        numbers = {int(case.number[5:]): case for case in found}
        for number in range(1, max(numbers)):
            if number not in numbers:
                after = numbers[min(n for n in numbers if n > number)]
                missing = f"{after.number[:4]}-{number:0{after.kind.digits}}"
                yield _row("L023", after, value=missing, name=after.kind.name)


def _links(cases: Iterable[Case]) -> Iterator[Problem]:
    """Numbers of other cases that a case names."""
    cases = list(cases)
    known: Mapping[str, set[str]] = {
        name: {case.number for case in cases if case.register == name} for name in register_kinds()
    }
    for case in cases:
        about = case.facts.get("application", "")
        if about and about not in known[APPLICATIONS]:
            yield _row("L024", case, "application", about)


def _marks(site: Site, folder: Path, cases: Iterable[Case], shown: str) -> Iterator[Problem]:
    """Numbers of persons in the text of the files, found as in what is published."""
    for case in cases:
        try:
            data = (folder / case.path.removeprefix(f"{shown}/")).read_bytes()
        except OSError:
            continue  # told by the reader
        for row in scan_text(site, case.path, [], decode_text(data, case.path)[0], 1):
            if row.code.startswith("P"):
                # No reason lets a person's number stay in a register.
                yield replace(problem("L005", row.path, row.line, value=row.value), carrier="")
