"""通报 of units that have not done what was asked of all (条例第四十六、四十七条; Y1–Y4): figures, lists, text. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from disclosure.data_files import load_data
from disclosure.problems import Problem, problem
from disclosure.read.units import Requirement, Unit, Units

_SHORT = 3
"""Characters below which two names are never taken for the same."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one requirement was met: of `total` units `done` have, `missing` have not."""

    requirement: Requirement
    total: int
    missing: tuple[Unit, ...]

    @property
    def done(self) -> int:
        """How many have done it."""
        return self.total - len(self.missing)

    @property
    def share(self) -> str:
        """The share of those in percent, to one place, rounded half up."""
        thousandths = (2000 * self.done + self.total) // (2 * self.total)
        return f"{thousandths // 10}.{thousandths % 10}%"


def outcomes(units: Units) -> list[Outcome]:
    """Each requirement in the order of the file."""
    return [Outcome(r, len(units.units), units.missing(r.id)) for r in units.requirements]


def on_several(units: Units) -> tuple[Unit, ...]:
    """Units that stand on two lists or more."""
    return tuple(u for u in units.units if sum(r.id not in u.done for r in units.requirements) > 1)


def circular_rows(units: Units, today: str) -> list[Problem]:
    """Names on the lists that may be one unit; for each requirement the units that are past its day."""
    names = list(dict.fromkeys(u.name for o in outcomes(units) for u in o.missing))
    rows = [problem("U003", units.path, 0, "units.name", a, other=b) for a, b in near_names(names)]
    closed = load_data("circular.yml")["closed"]
    for asked in (o for o in outcomes(units) if units.due and today > units.due):
        requirement = asked.requirement
        late = [unit.name for unit in asked.missing if unit.follow_up.get(requirement.id) != closed]
        facts = {
            "names": "、".join(late),
            "requirement": requirement.name,
            "due": units.due,
            "closed": closed,
        }
        if late:
            rows.append(problem("U004", units.path, 0, "due", requirement.id, count=len(late), **facts))
    return rows


def near_names(names: list[str]) -> Iterator[tuple[str, str]]:
    """Pairs that differ by one inner character, or of which one is the other shortened."""
    for a, b in combinations(names, 2):
        if min(len(a), len(b)) < _SHORT or (a[0], a[-1]) != (b[0], b[-1]):
            continue
        if len(a) == len(b):
            near = sum(x != y for x, y in zip(a, b, strict=True)) == 1
        else:
            short, long = sorted((a, b), key=len)
            rest = iter(long)
            near = all(char in rest for char in short)
        if near:
            yield a, b


def circular_title(units: Units) -> str:
    """The title of the circular."""
    return str(load_data("circular.yml")["title"].format(subject=units.subject))


def circular_markdown(units: Units, office: str, today: str) -> str:
    """The body of the draft item; every number and list is counted from `units`."""
    words = load_data("circular.yml")
    heads = words["headings"]
    lines = [words["addressee"], "", words["opening"].format(as_of=_day(units.as_of), total=len(units.units))]
    lines += ["", f"## {heads['facts']}", ""]
    for outcome in outcomes(units):
        lines += [_sentence(outcome, words), ""]
    if several := on_several(units):
        names = "、".join(u.name for u in several)
        lines += [words["both"].format(names=names, count=len(several)), ""]
    lines += [f"## {heads['demands']}", ""]
    lines += [f"{number}. {demand}" for number, demand in enumerate(words["demands"], 1)]
    lines += ["", f"## {heads['lists']}", ""]
    for outcome in outcomes(units):
        if outcome.missing:
            title = words["list_title"].format(name=outcome.requirement.name, count=len(outcome.missing))
            lines += [f"### {title}", "", "、".join(u.name for u in outcome.missing) + "。", ""]
    return "\n".join([*lines, office, "", _day(today), ""])


def _sentence(outcome: Outcome, words: dict[str, str]) -> str:
    name = outcome.requirement.name
    if not outcome.missing:
        return words["all_done"].format(name=name)
    facts = {"name": name, "total": outcome.total, "done": outcome.done, "share": outcome.share}
    text = words["done"].format(**facts, missing=len(outcome.missing))
    if outcome.requirement.date:
        people = outcome.requirement.people or str(outcome.done)
        text += words["event"].format(date=_day(outcome.requirement.date), people=people)
    return text


def _day(value: str) -> str:
    """2008-01-24 as a document writes it."""
    parts = value.split("-")
    whole = len(parts) == len("ymd") and all(part.isascii() and part.isdigit() for part in parts)
    return f"{int(parts[0])}年{int(parts[1])}月{int(parts[2])}日" if whole else value
