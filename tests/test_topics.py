"""Topics tie together what belongs to one matter; what is in force can be asked for any day (duties Q45, Q56, J8)."""

from dataclasses import replace

import pytest
import site_maker
from disclosure.model.catalog import assemble
from disclosure.model.in_force import in_force_spans
from disclosure.model.topics import find_topics, topic_address
from disclosure.read.site import read_site
from disclosure.types import Item, Status

TODAY = site_maker.TODAY
RULES = "行政法规规章和规范性文件"


@pytest.fixture(scope="module")
def settings():
    """The settings of the small office, without its later facts."""
    return replace(read_site(site_maker.SITES / "small", TODAY)[0], statuses={})


def make_item(identifier, day="2026-05-12", **fields):
    """A checked item, published on `day`."""
    plain = {"title": f"通知{identifier}", "category": "工作动态", "office": "示例县工业和信息化局"}
    path = f"content/items/{identifier[:4]}/{identifier}.md"
    given = {"formed": day, "publish_on": day, **plain, **fields}
    return Item(id=identifier, path=path, sha256="0" * 64, body_line=1, **given)


def steps(settings, *items):
    [topic] = find_topics(assemble(settings, items, []))
    return [(step.on, step.kind, step.item.id) for step in topic.steps]


def test_what_belongs_together_stands_in_the_order_of_time(settings):
    """Q45, Q48, Q56, X7: consultation, result, policy, interpretation, answer and correction, oldest first, each named."""
    found = steps(
        settings,
        make_item("2026-00006", "2026-06-03", topic="技改", relations={"corrects": ("2026-00005",)}),
        make_item("2026-00005", "2026-06-02", topic="技改", details={"public_opinion": {"level": "一般"}}),
        make_item("2026-00004", "2026-06-01", topic="技改", relations={"interprets": ("2026-00003",)}),
        make_item("2026-00003", "2026-06-01", topic="技改", category=RULES),
        make_item("2026-00002", "2026-05-20", topic="技改", details={"opinions": {"received": "3"}}),
        make_item(
            "2026-00001", "2026-04-01", topic="技改", details={"consultation": {"closes": "2026-05-10"}}
        ),
        make_item("2026-00007", "2026-06-04"),
    )
    assert [
        ("2026-04-01", "征求意见", "2026-00001"),
        ("2026-05-20", "意见采纳情况", "2026-00002"),
        ("2026-06-01", RULES, "2026-00003"),
        ("2026-06-01", "政策解读", "2026-00004"),
        ("2026-06-02", "舆情回应", "2026-00005"),
        ("2026-06-03", "更正", "2026-00006"),
    ] == found


def test_a_corrected_revision_is_a_step_of_its_own(settings):
    """Q56, Q15: 持续发布: what was corrected later stands where it happened in time."""
    item = make_item("2026-00001", "2026-05-01", topic="技改", corrected=("2026-05-20 10:00",))
    other = make_item("2026-00002", "2026-05-10", topic="技改")
    assert ["2026-00001", "2026-00002", "2026-00001"] == [step[2] for step in steps(settings, item, other)]


def test_a_later_fact_may_name_the_topic(settings):
    """Design 4: catalog/status/ says it of an item that is signed already, and counts over the item's own."""
    site = replace(settings, statuses={"2026-00001": Status("2026-00001", "", topic="技改")})
    items = [make_item("2026-00001", topic="旧名"), make_item("2026-00002", topic="技改")]
    assert [("技改", 2)] == [
        (topic.name, len(topic.steps)) for topic in find_topics(assemble(site, items, []))
    ]


def test_what_is_not_published_is_in_no_topic(settings):
    """Design 3: an item that waits for its day, or whose public term is over, is not shown by its topic either."""
    waits = make_item("2026-00001", "2026-08-01", topic="技改")
    ended = make_item("2026-00002", topic="技改", public_until="2026-06-01")
    assert [] == find_topics(assemble(settings, [waits, ended], []))


def test_the_address_of_a_topic_never_changes():
    """Design 4: an address is a promise: ASCII, made of the name alone, the same in every build."""
    assert "catalog/topic.0a3618bb50.html" == topic_address("制造业数字化转型")


def spans(settings, *items):
    return {s.item.id: (s.start, s.until) for s in in_force_spans(assemble(settings, items, []))}


def test_a_document_is_in_force_from_its_day_of_effect_or_from_its_issue(settings):
    """J29, Q18: 自印发之日起施行: without a day of its own it is in force from the day it was made."""
    found = spans(
        settings,
        make_item("2026-00001", "2026-05-12", category=RULES),
        make_item("2026-00002", "2026-05-12", category=RULES, effective="2026-07-01", expires="2031-06-30"),
        make_item("2026-00003", "2026-05-12"),
    )
    assert {"2026-00001": ("2026-05-12", ""), "2026-00002": ("2026-07-01", "2031-06-30")} == found


def test_a_repealed_document_was_in_force_until_the_day_before(settings):
    """政府网站发展指引: repealed by a newer one, by a later fact, or expired, whichever came first."""
    old = make_item("2025-00001", "2025-01-10", category=RULES, expires="2029-12-31")
    new = make_item(
        "2026-00001",
        "2026-03-01",
        category=RULES,
        effective="2026-04-01",
        relations={"replaces": ("2025-00001",)},
    )
    assert ("2025-01-10", "2026-03-31") == spans(settings, old, new)["2025-00001"]
    repealed = Status("2025-00001", "", validity="废止", validity_on="2026-02-01")
    site = replace(settings, statuses={"2025-00001": repealed})
    assert ("2025-01-10", "2026-01-31") == spans(site, old)["2025-00001"]
    short = replace(old, expires="2025-12-31")
    assert ("2025-01-10", "2025-12-31") == spans(settings, short, new)["2025-00001"]


def test_a_repeal_that_is_still_to_come_is_known(settings):
    """A reader may ask for a day in the future: the newer document takes over on its day of effect."""
    old = make_item("2025-00001", "2025-01-10", category=RULES)
    new = make_item(
        "2026-00001",
        "2026-06-01",
        category=RULES,
        effective="2026-09-01",
        relations={"replaces": ("2025-00001",)},
    )
    assert ("2025-01-10", "2026-08-31") == spans(settings, old, new)["2025-00001"]


def test_the_pages_are_written_and_lead_to_each_other(built):
    """Section 3: topics.html, a page a topic, in-force.html: static, with the days in the table, without scripts."""
    index = built.read("site/topics.html")
    [address] = [path.name for path in (built.root / "site/catalog").glob("topic.*.html")]
    assert f'href="catalog/{address}"' in index
    item = built.read("site/items/2025/2025-00001.html")
    assert f'href="../../catalog/{address}"' in item
    table = built.read("site/in-force.html")
    assert 'data-from="2026-04-01" data-until="2031-03-31"' in table
    assert "<time>2026-04-01</time>" in table
