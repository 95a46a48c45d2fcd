"""The catalog as of today: what is published, in force, related, and in which list (design 3, 4)."""

import pickle
from dataclasses import replace

import pytest
import site_maker
from disclosure.model.catalog import assemble
from disclosure.model.listings import PAGE_SIZE, Listing, all_listings, funding_calls, pages_of
from disclosure.model.view import ViewMaker
from disclosure.problems import problem
from disclosure.read.site import read_site
from disclosure.types import Item, Status
from hypothesis import given
from hypothesis import strategies as st

TODAY = site_maker.TODAY


@pytest.fixture(scope="module")
def settings():
    """The settings of the small office, without its withdrawals."""
    site, rows = read_site(site_maker.SITES / "small", TODAY)
    assert [] == rows
    return replace(site, statuses={})


def make_item(identifier, **fields):
    """A checked item as the model gets it."""
    plain = {
        "title": f"通知{identifier}",
        "index": f"{site_maker.UNIT_CODE}/{identifier}",
        "category": "工作动态",
        "office": "示例县工业和信息化局",
        "disclosure": "主动公开",
        "formed": "2026-05-11",
        "publish_on": "2026-05-12",
        "department": "办公室",
    }
    path = f"content/items/{identifier[:4]}/{identifier}.md"
    return Item(id=identifier, path=path, sha256="0" * 64, body_line=1, **{**plain, **fields})


def published(catalog):
    return [item.id for item in catalog.items]


def test_newest_first(settings):
    """Design 4: every list runs from the newest publication; of one day, the later id first."""
    days = {
        "2026-00001": "2026-05-12",
        "2026-00002": "2026-05-13",
        "2026-00003": "2026-05-12 09:30",
        "2026-00004": "2026-05-13",
    }
    catalog = assemble(settings, [make_item(i, publish_on=day) for i, day in days.items()], [])
    assert ["2026-00004", "2026-00002", "2026-00003", "2026-00001"] == published(catalog)


def test_an_item_with_an_error_is_quarantined(settings):
    """Design 3: fail closed, item by item, with the codes; a warning holds nothing back."""
    items = [make_item(f"2026-0000{n}") for n in (1, 2, 3)]
    rows = [
        problem("F021", items[0].path, 4, "replaces", "x", item=items[0].id),
        problem("B004", items[0].path, 9, item=items[0].id),
        problem("B007", items[1].path, 9, item=items[1].id, host="other.example"),
        problem("R018", "content/items/2026/2026-00009.md", 1, item="2026-00009"),
    ]
    catalog = assemble(settings, items, rows)
    assert ["2026-00003", "2026-00002"] == published(catalog)
    found = [(entry.id, entry.title, entry.codes) for entry in catalog.quarantined]
    assert [("2026-00001", items[0].title, ("B004", "F021")), ("2026-00009", "", ("R018",))] == found


def test_a_later_day_holds_back(settings):
    """Design 4: publish_on later than today; imported history is not held, whatever its days say."""
    items = [
        make_item("2026-00001", publish_on=TODAY),
        make_item("2026-00002", publish_on=f"{TODAY} 23:59"),
        make_item("2026-00003", publish_on="2026-06-16"),
        make_item("2026-00004", publish_on="", formed="2026-06-16"),
        make_item("2026-00005", publish_on="", published="2031-01-01", imported_source="原门户网站"),
    ]
    catalog = assemble(settings, items, [])
    assert ["2026-00005", "2026-00002", "2026-00001"] == published(catalog)
    assert ["2026-00003", "2026-00004"] == [held.id for held in catalog.held]


def test_a_withdrawn_item_is_a_tombstone_and_nothing_else(settings):
    """Design 5: withdrawal goes before everything, even before the item's own errors."""
    statuses = {
        "2026-00001": Status(
            "2026-00001", "catalog/status/2026-00001.yml", withdrawn_kind="一般撤回", withdrawn_on=TODAY
        ),
        "2026-00002": Status(
            "2026-00002", "catalog/status/2026-00002.yml", withdrawn_kind="隐私撤回", withdrawn_on=TODAY
        ),
        "2026-00003": Status("2026-00003", "catalog/status/2026-00003.yml", topic="技改"),
    }
    items = [make_item("2026-00001"), make_item("2026-00003", relations={"replaces": ("2026-00001",)})]
    catalog = assemble(replace(settings, statuses=statuses), items, [])
    assert ["2026-00003"] == published(catalog)
    assert ["2026-00001", "2026-00002"] == [status.id for status in catalog.tombstones]
    view = ViewMaker(catalog).view(catalog.items[0])
    assert () == view.relations, "a relation to a withdrawn item names no title"


VALIDITY = [
    ("in force", {}, (), ("有效", "", "")),
    ("its last day", {"expires": TODAY}, (), ("有效", "", "")),
    ("the day after", {"expires": "2026-06-14"}, (), ("失效", "2026-06-14", "")),
    ("its first day", {"effective": TODAY}, (), ("有效", "", "")),
    ("the day before", {"effective": "2026-06-16"}, (), ("尚未施行", "2026-06-16", "")),
    ("replaced", {}, ({},), ("废止", "2026-06-01", "2026-00002")),
    ("replaced and expired", {"expires": "2026-01-01"}, ({},), ("废止", "2026-06-01", "2026-00002")),
    ("replaced from a later day on", {}, ({"effective": "2026-06-16"},), ("有效", "", "2026-00002")),
    ("its replacement waits", {}, ({"publish_on": "2026-06-16"},), ("有效", "", "")),
]


@pytest.mark.parametrize(
    ("fields", "newer", "expected"), [row[1:] for row in VALIDITY], ids=[row[0] for row in VALIDITY]
)
def test_validity_today(settings, fields, newer, expected):
    """Design 4, 国办发〔2017〕47号: 有效性 follows from dates and from what a newer item says of this one."""
    relations = {"replaces": ("2026-00001",)}
    items = [
        make_item("2026-00001", category="其他政策文件", **fields),
        *(
            make_item(
                "2026-00002",
                **{"formed": "2026-06-01", "publish_on": "2026-06-02", "relations": relations, **new},
            )
            for new in newer
        ),
    ]
    catalog = assemble(settings, items, [])
    found = catalog.validity["2026-00001"]
    assert expected == (found.state, found.since, found.successor)


def test_a_faulty_replacement_repeals_nothing(settings):
    """Design 3: what is held back has no effect on what is published."""
    newer = make_item("2026-00002", relations={"replaces": ("2026-00001",)})
    rows = [problem("B004", newer.path, 9, item=newer.id)]
    catalog = assemble(settings, [make_item("2026-00001"), newer], rows)
    assert "有效" == catalog.validity["2026-00001"].state


def test_the_status_file_has_the_last_word(settings):
    """Design 2: later facts stand in catalog/status/<id>.yml, with day and ground."""
    status = Status(
        "2026-00001",
        "x",
        validity="已修改",
        validity_on="2026-06-01",
        validity_basis="第二次修正",
        keywords=("技改", "电话"),
    )
    catalog = assemble(
        replace(settings, statuses={status.id: status}), [make_item("2026-00001", keywords=("电话",))], []
    )
    found = catalog.validity["2026-00001"]
    assert ("已修改", "2026-06-01", "第二次修正", True) == (
        found.state,
        found.since,
        found.basis,
        found.shown,
    )
    assert ("电话", "技改") == catalog.items[0].keywords, "later keywords are added, none twice"


@pytest.mark.parametrize(("category", "shown"), [("行政法规规章和规范性文件", True), ("工作动态", False)])
def test_validity_is_shown_where_it_means_something(settings, category, shown):
    """Design 4: news is neither in force nor repealed."""
    catalog = assemble(settings, [make_item("2026-00001", category=category)], [])
    assert shown == (ViewMaker(catalog).view(catalog.items[0]).validity is not None)


def test_relations_show_on_both_sides(settings):
    """Design 4: a relation stands on the newer item only; the inverse is computed."""
    newer = make_item(
        "2026-00002", title="解读", relations={"interprets": ("2026-00001",), "responds_to": ("2026-00099",)}
    )
    catalog = assemble(settings, [make_item("2026-00001", title="办法"), newer], [])
    maker = ViewMaker(catalog)

    def shown(identifier):
        return [
            (label, [n.title for n in others])
            for label, others in maker.view(catalog.by_id[identifier]).relations
        ]

    assert [("所解读的政策", ["办法"])] == shown("2026-00002")
    assert [("政策解读", ["解读"])] == shown("2026-00001")


def test_links_lead_to_what_is_there(settings):
    """Design 3: a link to an item that is held back stays as words."""
    items = [
        make_item("2026-00001", links=(("2026-00002", 16), ("2026-00003", 17), ("2026-00004", 18))),
        make_item("2026-00002"),
        make_item("2026-00003", publish_on="2026-12-01"),
    ]
    gone = Status("2026-00004", "x", withdrawn_kind="隐私撤回")
    catalog = assemble(replace(settings, statuses={gone.id: gone}), items, [])
    assert {"2026-00002", "2026-00004"} == set(ViewMaker(catalog).view(catalog.by_id["2026-00001"]).linkable)


def test_neighbours_are_of_the_same_category(settings):
    """Design 4: from one item to the next older and newer of its category."""
    days = {"2026-00001": "2026-05-12", "2026-00002": "2026-05-13", "2026-00003": "2026-05-14"}
    items = [make_item(i, publish_on=day) for i, day in days.items()]
    items.append(make_item("2026-00004", category="政府采购", publish_on="2026-05-13"))
    catalog = assemble(settings, items, [])
    maker = ViewMaker(catalog)
    around = {i: maker.view(catalog.by_id[i]) for i in catalog.by_id}
    assert ("2026-00003", "2026-00001") == (around["2026-00002"].newer.id, around["2026-00002"].older.id)
    assert (None, None) == (around["2026-00003"].newer, around["2026-00004"].older)


def test_every_list_an_item_belongs_to(settings):
    """Design 4: by category, office (joint ones and the department too), year made, theme and its upper theme."""
    item = make_item(
        "2026-00001",
        joint_offices=("示例县财政局",),
        theme="工业、交通\\机械制造与重工业",
        formed="2025-12-30",
        publish_on="2026-01-05",
    )
    listings = {x.key: [i.id for i in x.items] for x in all_listings(assemble(settings, [item], []))}
    holding = {
        "all",
        "category.work-updates",
        "office.bureau",
        "office.finance",
        "office.general",
        "year.2025",
        "theme.t07",
        "theme.t07-01",
    }
    assert holding == {key for key, ids in listings.items() if ids}
    assert [] == listings["category.procurement"], "an empty category keeps its address"


def test_calls_by_their_last_day(settings):
    """条例第二十条第（五）项: notices that invite applications, those that end last first."""
    items = [
        make_item(f"2026-0000{n}", apply_until=day)
        for n, day in enumerate(("2026-06-20", "", "2026-07-01"), 1)
    ]
    assert ["2026-00003", "2026-00001"] == [i.id for i in funding_calls(assemble(settings, items, []))]


def listing_of(count):
    """A list of numbers in place of items: the newest is the largest."""
    return Listing("all", "all", "全部", "", tuple(range(count, 0, -1)))


@given(st.integers(0, 200))
def test_pages_hold_every_item_once_newest_first(count):
    """Design 4: lists are numbered from the oldest, PAGE_SIZE to a page; only the newest page may be short."""
    pages = list(pages_of(listing_of(count)))
    assert list(range(count, 0, -1)) == [item for page in reversed(pages) for item in page.items]
    assert all(PAGE_SIZE == len(page.items) for page in pages[:-1])
    assert count == 0 or 1 <= len(pages[-1].items) <= PAGE_SIZE
    names = [page.name for page in pages]
    assert names[-1] == "catalog/all.html", "the list's own address is its newest page"
    assert len(names) == len(set(names))


@given(st.integers(0, 200))
def test_a_new_item_leaves_full_pages_alone(count):
    """Design 4: a new item rewrites few: every page that was full holds the same items under the same address."""
    before = {page.name: page.items for page in pages_of(listing_of(count)) if page.number < page.total}
    after = {page.name: page.items for page in pages_of(listing_of(count + 1))}
    assert before == {name: after[name] for name in before}


def test_rows_travel_to_workers(settings):
    """Design 3: compact rows are picklable and come back equal."""
    catalog = assemble(
        settings,
        [make_item("2026-00001", relations={"corrects": ("2026-00002",)}), make_item("2026-00002")],
        [],
    )
    view = ViewMaker(catalog).view(catalog.by_id["2026-00001"])
    assert view == pickle.loads(pickle.dumps(view))  # noqa: S301 (made here)
    assert settings == pickle.loads(pickle.dumps(settings))  # noqa: S301 (made here)
    assert len(pickle.dumps(view)) < 4000, "a view is small"
