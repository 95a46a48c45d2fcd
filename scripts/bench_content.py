"""Documents for the benchmark, made by rule from bench_data/words.yml: the same number gives the same bytes.

A document depends on its own number alone, so that the first thousand of ten thousand are the thousand.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from disclosure.data_files import load_data

DATA = Path(__file__).with_name("bench_data")
FIRST_YEAR, YEARS = 2016, 10
"""Years in which documents are formed; all have a calendar of working days."""
TODAY = "2026-06-30"
"""The day as of which the benchmark builds: after every day of publication."""


@dataclass(frozen=True)
class Document:
    """One made document: id, year, fields as they stand in the front-matter, and body in Markdown."""

    id: str
    year: int
    fields: dict[str, Any]
    body: str

    @property
    def text(self) -> str:
        """The item file."""
        head = yaml.dump(
            self.fields, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=10_000
        )
        return f"---\n{head}---\n\n{self.body}"


class Maker:
    """Makes documents from words, and from the offices, categories and themes that an item may name."""

    def __init__(self) -> None:
        self.words = load("words.yml")
        offices = load("office/catalog/offices.yml")["offices"]
        self.bureau = next(o for o in offices if o["kind"] == "本机关")
        self.divisions = [o for o in offices if o["kind"] in ("内设机构", "所属单位")]
        self.partners = [o for o in offices if o["kind"] == "联合发文单位"]
        self.unit = load("office/catalog/site.yml")["unit_code"]
        self.categories = load_data("profiles/statutory.yml")["categories"]
        self.themes = [
            f"{group['name']}\\{child['name']}"
            for group in load_data("themes.yml")["themes"]
            for child in group.get("children", ())
        ]

    def documents(self, count: int) -> Iterator[Document]:
        """The documents 0 to `count` - 1, spread evenly over the years."""
        return (self.make(number) for number in range(count))

    def make(self, number: int) -> Document:
        """The document of this number; it refers only to documents of lower numbers."""
        rule = _Rule(number)
        year = FIRST_YEAR + number % YEARS
        formed = date(year, 1, 1) + timedelta(days=rule.below(360))
        facts = _Facts(self, rule, year, formed)
        category, kind = rule.pick(self.categories), rule.pick(self.words["kinds"])
        summary = facts.line(rule.pick(self.words["summaries"]))
        fields = {
            "title": facts.line("{bureau}关于{action}{subject}{scope}的") + kind["name"],
            "index": f"{self.unit}/{name_of(number)}",
            "document_number": f"示综{kind['code']}〔{year}〕{number // YEARS + 1}号",
            "category": category["name"],
            "theme": rule.pick(self.themes),
            "office": self.bureau["name"],
            "disclosure": "主动公开",
            "formed": formed.isoformat(),
            "publish_on": (formed + timedelta(days=rule.below(15))).isoformat(),
            "summary": summary,
            "keywords": [rule.pick(self.words["subjects"]), rule.pick(self.words["actions"]), kind["name"]],
        }
        if rule.below(10) == 0:
            partner = rule.pick(self.partners)["name"]
            fields |= {"joint_offices": [partner], "lead_office": self.bureau["name"]}
            answer = {"unit": partner, "asked_on": fields["formed"], "replied_on": fields["formed"]}
            fields["coordination"] = [answer | {"opinion": "同意"}]
        if rule.below(5) == 0:
            fields |= {"effective": fields["publish_on"], "expires": f"{year + 5}-12-31"}
        if "apply_until" in category.get("required", ()):
            until = formed + timedelta(days=60)
            fields |= {"apply_from": fields["publish_on"], "apply_until": until.isoformat()}
            fields |= {key: self.words["calls"][key] for key in ("who", "where", "amount")}
        if category["id"] == "consultations":
            closes = formed + timedelta(days=45)
            fields["consultation"] = {
                "opens": fields["publish_on"],
                "closes": closes.isoformat(),
                **self.words["consultation"],
            }
        if _has_older(number) and rule.below(20) == 0:
            relation = rule.pick(("replaces", "interprets", "result_of"))
            fields[relation] = [name_of(_older(number, rule))]
            if relation == "result_of":
                fields["opinions"] = self.words["opinions"]
        division = rule.pick(self.divisions)
        fields["contact"] = {"department": division["name"], "phone": division["phone"]}
        return Document(name_of(number), year, fields, self._body(number, facts, rule))

    def _body(self, number: int, facts: "_Facts", rule: "_Rule") -> str:
        words = self.words
        parts = [rule.pick(words["addressees"]) + "：", facts.line(rule.pick(words["openings"]))]
        start = rule.below(len(words["headings"]) - 3)
        for place, heading in enumerate(words["headings"][start : start + 4]):
            parts.append(f"## {'一二三四'[place]}、{heading}")
            lines = [facts.line(rule.pick(words["lines"])) for _ in range(3)]
            if place == 1:
                parts += ["\n".join(f"{n}. {line}" for n, line in enumerate(lines, 1))]
            else:
                parts += ["".join(lines[:2]), "".join(lines[2:])]
            if heading == words["headings"][start] and rule.below(3) == 0:
                parts.append(self._table(facts))
        if _has_older(number) and rule.below(3) == 0:
            parts.append(words["reference"].format(target=name_of(_older(number, rule))))
        parts += [self.bureau["name"], _written(facts.formed)]
        return "\n\n".join(parts) + "\n"

    def _table(self, facts: "_Facts") -> str:
        table = self.words["table"]
        rows = [table["head"], ["---"] * len(table["head"])]
        rows += [[str(n), *(facts.line(cell) for cell in table["row"])] for n in range(1, 5)]
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)


class _Rule:
    """Choices that follow from a document's number; `random()` of a seed is the same in every Python."""

    def __init__(self, number: int) -> None:
        self.random = random.Random(number).random  # noqa: S311

    def below(self, limit: int) -> int:
        return int(self.random() * limit)

    def pick(self, choices: Sequence[Any]) -> Any:
        return choices[self.below(len(choices))]


class _Facts:
    """Fills the gaps of a sentence anew for each sentence."""

    def __init__(self, maker: Maker, rule: _Rule, year: int, formed: date) -> None:
        self.maker, self.rule, self.year, self.formed = maker, rule, year, formed

    def line(self, pattern: str) -> str:
        rule, words = self.rule, self.maker.words
        day = self.formed + timedelta(days=30 + rule.below(60))
        return pattern.format(
            bureau=self.maker.bureau["name"],
            action=rule.pick(words["actions"]),
            subject=rule.pick(words["subjects"]),
            scope=rule.pick(words["scopes"]),
            kind_verb=rule.pick(words["kind_verbs"]),
            season=rule.pick(words["seasons"]),
            office=rule.pick(self.maker.divisions + self.maker.partners)["name"],
            year=self.year,
            next_year=self.year + 1,
            month=1 + rule.below(12),
            day=_written(day),
            n=2 + rule.below(19),
            percent=60 + rule.below(40),
            amount=10 * (1 + rule.below(500)),
        )


def load(name: str) -> dict[str, Any]:
    """A YAML file of bench_data."""
    loaded: dict[str, Any] = yaml.load((DATA / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return loaded


def name_of(number: int) -> str:
    """The id of a document."""
    return f"{FIRST_YEAR + number % YEARS}-{number // YEARS + 1:05d}"


def _has_older(number: int) -> bool:
    return number >= YEARS and number % YEARS > 0


def _older(number: int, rule: _Rule) -> int:
    """A lower number of an earlier year: what a document replaces or names was formed before it."""
    return rule.below(number // YEARS) * YEARS + rule.below(number % YEARS)


def _written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
