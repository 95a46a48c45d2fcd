"""专题: what belongs to one matter, in the order of time: consultation, result, policy, interpretation, answers."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass

from disclosure.data_files import load_data
from disclosure.model.catalog import Catalog, publication_order
from disclosure.types import Item, Site

_DAY = len("2026-03-02")
_DIGITS = 10
"""Of the name's digest: an address must be ASCII and must not change when other topics come."""


@dataclass(frozen=True, slots=True)
class Step:
    """One item of a topic: what it is there (政策解读, 回应 …), and its moment; `corrected` for a new revision."""

    on: str
    kind: str
    item: Item
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic with its steps, the oldest first."""

    name: str
    address: str
    steps: tuple[Step, ...]

    @property
    def latest(self) -> str:
        """The day of the last step."""
        return self.steps[-1].on[:_DAY]


def topic_name(site: Site, item: Item) -> str:
    """The topic of `item`: what was said of it later (catalog/status/), else its own field."""
    status = site.statuses.get(item.id)
    return (status.topic if status else "") or item.topic


def topic_address(name: str) -> str:
    """The address of a topic's page below the site's root; the same in every build and on every machine."""
    return f"catalog/topic.{hashlib.sha256(name.encode('utf-8')).hexdigest()[:_DIGITS]}.html"


def find_topics(catalog: Catalog) -> list[Topic]:
    """The topics of what is published, the one with the newest step first."""
    members: dict[str, list[Item]] = defaultdict(list)
    for item in catalog.items:
        if item.id not in catalog.ended and (name := topic_name(catalog.site, item)):
            members[name].append(item)
    topics = [
        Topic(name, topic_address(name), tuple(_steps(sorted(items, key=publication_order))))
        for name, items in members.items()
    ]
    return sorted(topics, key=lambda topic: (topic.latest, topic.name), reverse=True)


def _steps(items: list[Item]) -> list[Step]:
    steps = [Step(item.publication, _kind(item), item) for item in items]
    steps += [
        Step(moment, load_data("topics.yml")["revision"], item, corrected=True)
        for item in items
        for moment in item.corrected
    ]
    return sorted(steps, key=lambda step: (step.on, step.item.id))


def _kind(item: Item) -> str:
    """What an item is within its topic: by its fields and relations, else its category."""
    for entry in load_data("topics.yml")["kinds"]:
        if entry["field"] in item.details or entry["field"] in item.relations:
            return str(entry["name"])
    return item.category
