"""Pages of topics, one a topic, and the contexts of the lists of topics and of what is in force."""

from collections.abc import Iterator
from typing import Any

from disclosure.data_files import load_data
from disclosure.model.catalog import Catalog
from disclosure.model.in_force import in_force_spans
from disclosure.model.listings import Listing
from disclosure.model.topics import Topic, find_topics
from disclosure.model.validity import IN_FORCE
from disclosure.render.address import absolute, item_address, root_of
from disclosure.render.head import column_values, render_head
from disclosure.render.marks import approval_mark
from disclosure.render.shell import Shell
from disclosure.render.templates import render_template


def render_topics(catalog: Catalog, shell: Shell) -> Iterator[tuple[str, str]]:
    """(address, HTML) of every topic's page."""
    for topic in find_topics(catalog):
        yield topic.address, _render_topic(catalog, topic, shell)


def _render_topic(catalog: Catalog, topic: Topic, shell: Shell) -> str:
    site, root = catalog.site, root_of(topic.address)
    context: dict[str, Any] = {
        "heading": topic.name,
        "breadcrumbs": [
            {"href": f"{root}index.html", "text": "首页"},
            {"href": f"{root}topics.html", "text": "专题"},
        ],
        "intro": [],
        "approval_mark": approval_mark(site),
        "steps": [
            {
                "on": step.on,
                "kind": step.kind,
                "title": step.item.title,
                "href": root + item_address(step.item.id, step.item.year),
                "index": step.item.index,
                "office": step.item.office,
                "summary": "" if step.corrected else step.item.summary,
                "state": _shown_state(catalog, step.item.id),
            }
            for step in topic.steps
        ],
        "root": root,
    }
    head = render_head(site, "column", column_values("topics", topic.name), absolute(site, topic.address))
    return shell.fill(f"{topic.name} - 专题 - {site.name}", head, render_template("topic", context))


def _shown_state(catalog: Catalog, identifier: str) -> str:
    state = catalog.validity[identifier].state
    return "" if state == IN_FORCE else state


def topics_context(catalog: Catalog, _listings: list[Listing], root: str) -> dict[str, Any]:
    """What topics.html needs besides heading and breadcrumbs."""
    return {
        "topics": [
            {
                "name": topic.name,
                "href": root + topic.address,
                "count": len(topic.steps),
                "first": topic.steps[0].on[:10],
                "latest": topic.latest,
                "kinds": list(dict.fromkeys(step.kind for step in topic.steps)),
            }
            for topic in find_topics(catalog)
        ],
        "empty_note": load_data("wording.yml")["empty"]["topics"],
    }


def in_force_context(catalog: Catalog, _listings: list[Listing], root: str) -> dict[str, Any]:
    """What in_force.html needs besides heading and breadcrumbs."""
    today = catalog.site.today
    spans = in_force_spans(catalog)
    return {
        "documents": [
            {
                "title": span.item.title,
                "href": root + item_address(span.item.id, span.item.year),
                "number": span.item.document_number,
                "index": span.item.index,
                "from": span.start,
                "until": span.until,
                "state": span.state,
                "successor": _successor(catalog, span.successor, root),
            }
            for span in spans
        ],
        "count": sum(span.start <= today <= (span.until or today) for span in spans),
        "built": today,
        "empty_note": load_data("wording.yml")["empty"]["in_force"],
    }


def _successor(catalog: Catalog, identifier: str, root: str) -> dict[str, str] | None:
    newer = catalog.by_id.get(identifier)
    return {"title": newer.title, "href": root + item_address(newer.id, newer.year)} if newer else None
