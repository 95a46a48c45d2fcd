"""The shipped facts of law: each with its source, complete where the law counts, and free of contradictions.

The files are read here as plain YAML, so that a fault in the data cannot hide behind the code that reads it.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

DATA = Path(__file__).parents[1] / "hooks" / "disclosure" / "data"
PROFILES = sorted(p.stem for p in (DATA / "profiles").glob("*.yml"))
LOCAL_PROFILES = [p for p in PROFILES if p != "statutory"]
ALL_FILES = sorted(str(p.relative_to(DATA)) for p in DATA.rglob("*.yml"))

KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
SENTENCE = re.compile(r"[^。]+。")

# Where the facts of a file stand: each is a mapping, or a list of mappings, that must name its source.
TERMS = ["publication", "public_opinion", "application", "annual_report", "freshness"]
FACTS = {
    "application.yml": [
        "notice",
        "consultation",
        "who",
        "form",
        "form.parts",
        "channels",
        "steps",
        "answers",
        "rights",
    ],
    "exemptions.yml": ["grounds", "overrides", "rules", "local"],
    "meta_tags.yml": ["column_types"],
    "remedies.yml": [
        "terms",
        "review_authorities",
        "tracks",
        "regimes.tracks",
        "unanswered",
        "complaint",
        "page",
    ],
    "time_limits.yml": [*TERMS, "fees", "fees.methods", "fees.notice"],
}
FACT_PLACES = [(name, place) for name, places in FACTS.items() for place in places]

# The lists whose entries are told apart by id, over a whole file.
IDENTIFIED = {
    "application.yml": ["form.parts", "form.parts.fields", "channels", "steps", "rights"],
    "exemptions.yml": ["grounds", "overrides", "rules", "local", "local.grounds"],
    "remedies.yml": ["outcomes", "terms", "tracks", "regimes"],
    "themes.yml": ["themes", "themes.children"],
    "time_limits.yml": [*TERMS, "fees.methods", "fees.notice"],
}


class _Strict(yaml.CSafeLoader):
    """Plain YAML that refuses a key written twice, of which PyYAML would silently keep the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = {str(k) for k in keys if keys.count(k) > 1}
        if twice:
            raise yaml.constructor.ConstructorError(None, None, f"twice: {sorted(twice)}", node.start_mark)
        return super().construct_mapping(node, deep)


@cache
def load(name: str) -> dict[str, Any]:
    return yaml.load((DATA / name).read_text(encoding="utf-8"), Loader=_Strict)  # noqa: S506 (a SafeLoader)


def pick(data: Any, place: str) -> list[dict[str, Any]]:
    """The mappings at a dotted place, going through every entry of the lists on the way."""
    found = [data]
    for key in place.split("."):
        below = [entry.get(key, []) for entry in found]
        found = [e for b in below for e in (b if isinstance(b, list) else [b])]
    return found


def ids(entries: list[dict[str, Any]]) -> list[str]:
    return [e["id"] for e in entries]


def twice(values: list[str]) -> list[str]:
    return sorted({v for v in values if values.count(v) > 1})


class TestEveryFile:
    """Facts of law, of an office, of a year are data with a source (design 2: none in Python)."""

    @pytest.mark.parametrize("name", ALL_FILES)
    def test_says_its_format(self, name):
        """Design 2: every data file carries `format: 1`, so that an upgrade knows what to migrate."""
        assert load(name).get("format") == 1, f"{name} does not begin with format: 1"

    @pytest.mark.parametrize("name", [*FACTS, "themes.yml", *(f"profiles/{p}.yml" for p in PROFILES)])
    def test_names_its_source(self, name):
        """Design 2: shipped data, each fact with its source; `verified` tells read from remembered."""
        data = load(name)
        assert data.get("source"), f"{name} names no source"
        assert isinstance(data.get("verified"), bool), f"{name} does not say whether it was verified"

    @pytest.mark.parametrize(("name", "place"), FACT_PLACES)
    def test_every_fact_names_its_source(self, name, place):
        """Design 2: no fact without source and without an honest `verified`."""
        facts = pick(load(name), place)
        assert facts, f"{name}: {place} is empty"
        bare = [f for f in facts if not f.get("source") or not isinstance(f.get("verified"), bool)]
        assert [] == bare, f"{name}: {place} has facts without source or verified"

    @pytest.mark.parametrize(("name", "places"), IDENTIFIED.items())
    def test_ids_are_unique_and_ascii(self, name, places):
        """Design 9: English identifiers; addresses and registers point at them, so none is used twice."""
        found = [i for place in places for i in ids(pick(load(name), place))]
        assert [] == twice(found), f"{name}: ids used twice"
        assert [] == [i for i in found if not KEBAB.fullmatch(i)], (
            f"{name}: ids that are not kebab-case ASCII"
        )

    @pytest.mark.parametrize("name", ALL_FILES)
    def test_is_plain_utf8(self, name):
        """Design 3: the same bytes on every system: UTF-8, no BOM, LF, a final line end."""
        raw = (DATA / name).read_bytes()
        raw.decode("utf-8")
        assert not raw.startswith(b"\xef\xbb\xbf"), f"{name} begins with a BOM"
        assert b"\r" not in raw, f"{name} has Windows line ends"
        assert raw.endswith(b"\n"), f"{name} has no final line end"

    @pytest.mark.parametrize("name", ALL_FILES)
    def test_tells_nothing_of_neither_confirmed_nor_denied(self, name):
        """Q11: such an answer has no row, label or count from which it could be deduced."""
        assert "不予确认" not in (DATA / name).read_text(encoding="utf-8"), f"{name} gives it a name"


class TestProfiles:
    """Category profiles: the statutory one, and the classes of five local systems."""

    @pytest.mark.parametrize("profile", PROFILES)
    def test_category_ids_are_unique_kebab_case(self, profile):
        """Design 4: a category's id is part of category.<id>.html, an address that never changes."""
        found = ids(load(f"profiles/{profile}.yml")["categories"])
        assert [] == twice(found), f"{profile}: category ids used twice"
        assert [] == [i for i in found if not KEBAB.fullmatch(i)], f"{profile}: not kebab-case ASCII"

    @pytest.mark.parametrize("profile", PROFILES)
    def test_category_names_are_unique(self, profile):
        """Items name their category in Chinese (X1: a closed list), so no name may stand for two."""
        names = [c["name"] for c in load(f"profiles/{profile}.yml")["categories"]]
        assert [] == twice(names), f"{profile}: names used twice"

    @pytest.mark.parametrize("profile", PROFILES)
    def test_categories_are_complete(self, profile):
        """条例 12, 20: every class says its provision, its place and, in one sentence, what it is."""
        for category in load(f"profiles/{profile}.yml")["categories"]:
            where = f"{profile}: {category['id']}"
            assert category["article"], where
            assert isinstance(category["verified"], bool), where
            assert category["place"] in ("法定主动公开内容", "本站其他栏目"), where
            assert category["document_number"] in ("required", "optional"), where
            assert category["attachments"] in ("required", "optional"), where
            assert isinstance(category["validity"], bool), where
            assert SENTENCE.fullmatch(category["description"]), f"{where}: not one sentence"

    def test_statutory_covers_article_20(self):
        """条例 20: each of the fifteen items of the list has a category; nothing lies beyond it."""
        numbers = {c["art20"] for c in load("profiles/statutory.yml")["categories"] if "art20" in c}
        assert set(range(1, 16)) == numbers, (
            "items of 第二十条 without a category, or numbers outside the list"
        )

    def test_statutory_articles_agree_with_their_number(self):
        """条例 20: `art20` is the very item that `article` quotes, so that neither can be edited alone."""
        chinese = "一二三四五六七八九十"
        for category in load("profiles/statutory.yml")["categories"]:
            number = category.get("art20")
            if number is None:
                assert "第二十条" not in category["article"], category["id"]
            elif number <= 10:
                assert f"第二十条第（{chinese[number - 1]}）项" in category["article"], category["id"]
            elif number < 15:
                assert f"第二十条第（十{chinese[number - 11]}）项" in category["article"], category["id"]

    def test_news_keeps_out_of_the_statutory_column(self):
        """国办公开办函〔2019〕61号 (专栏姓专): news belongs to another column than this one."""
        places = {c["id"]: c["place"] for c in load("profiles/statutory.yml")["categories"]}
        assert ["work-updates"] == [i for i, place in places.items() if place == "本站其他栏目"]

    @pytest.mark.parametrize(
        ("profile", "count", "duty"),
        [
            ("xian", 7, "X1"),
            ("shaoguan", 6, "S7"),
            ("xianyang-tables", 8, "Y11"),
            ("jilin", 8, "J8"),
            ("yangquan", 9, "Q8"),
        ],
    )
    def test_local_profiles_have_their_classes(self, profile, count, duty):
        """X1 seven categories, S7 six, Y11 eight tables, J8 eight classes, Q8 eight and the rest."""
        data = load(f"profiles/{profile}.yml")
        assert count == len(data["categories"]), f"{profile}: wrong number of classes"
        assert duty == data["duty"], profile

    @pytest.mark.parametrize("profile", LOCAL_PROFILES)
    def test_local_profiles_answer_to_the_law(self, profile):
        """条例 20: whichever local classes an office uses, each statutory category has a place among them."""
        statutory = set(ids(load("profiles/statutory.yml")["categories"]))
        covered = {s for c in load(f"profiles/{profile}.yml")["categories"] for s in c["statutory"]}
        assert statutory == covered, f"{profile}: categories of the law without a place, or unknown ones"

    @pytest.mark.parametrize(("profile", "holders"), [("statutory", 1), ("xian", 1)])
    def test_the_forms_class_holds_a_form(self, profile, holders):
        """X1 as corrected: the category of guides and forms must hold a form, not each of its items."""
        categories = load(f"profiles/{profile}.yml")["categories"]
        holding = [c for c in categories if c.get("holds_form")]
        assert holders == len(holding), f"{profile}: no category holds forms"
        assert "optional" == holding[0]["attachments"], "an item of it needs no form of its own"

    def test_licensing_points_are_all_asked_for(self):
        """J8 (5) and S7 (4): licensing names its eight points, results among them; S7 adds three on fees."""
        jilin = {c["id"]: c for c in load("profiles/jilin.yml")["categories"]}
        shaoguan = {c["id"]: c for c in load("profiles/shaoguan.yml")["categories"]}
        asked = ["事项", "依据", "条件", "数量", "程序", "期限", "需要提交材料的目录", "审批结果"]
        assert asked == [p["name"] for p in jilin["licensing"]["required_points"]]
        assert 11 == len(shaoguan["main-business"]["required_points"])

    @pytest.mark.parametrize("profile", PROFILES)
    def test_required_points_have_their_own_ids(self, profile):
        """S7, J8: the points of a class are ticked off one by one, so each has an id within its class."""
        for category in load(f"profiles/{profile}.yml")["categories"]:
            points = category.get("required_points", [])
            assert [] == twice(ids(points)), f"{profile}: {category['id']}"
            assert [] == [p for p in points if not KEBAB.fullmatch(p["id"]) or not p["name"]], category["id"]

    def test_plans_report_their_completion(self):
        """J8 (7): plans need their completion report; no other class is asked for one."""
        plans = [c["id"] for c in load("profiles/jilin.yml")["categories"] if c.get("completion_report")]
        assert ["plans-statistics"] == plans

    def test_the_eight_tables_were_due_once(self):
        """Y11 as corrected: the end of February was a date of 2008 and recurs never."""
        due = load("profiles/xianyang-tables.yml")["due"]
        assert "2008-02-29" == due["date"]
        assert due["recurs"] is False, "the date of 2008 became a yearly deadline"
        assert [] == [
            c["name"]
            for c in load("profiles/xianyang-tables.yml")["categories"]
            if c["name"][-3:] != "目录表"
        ]

    def test_required_fields_are_item_fields(self):
        """What a category asks of its items is asked in the words of the item contract (fields.yml)."""
        keys = {f["key"] for f in load("fields.yml")["fields"]}
        for profile in PROFILES:
            for category in load(f"profiles/{profile}.yml")["categories"]:
                assert set() == set(category.get("required", ())) - keys, f"{profile}: {category['id']}"


class TestThemes:
    """主题分类 of the State Council's document library."""

    def test_there_are_twenty_two(self):
        """中国政府网公文主题分类: 22 top themes, in the official order, from 国务院组织机构 to 其他."""
        themes = load("themes.yml")["themes"]
        assert 22 == len(themes)
        assert [f"t{n:02}" for n in range(1, 23)] == ids(themes), "ids follow the official order"
        assert "国务院组织机构" == themes[0]["name"]
        assert "其他" == themes[-1]["name"]
        assert [] == twice([t["name"] for t in themes])

    def test_children_are_numbered_below_their_theme(self):
        """Design 4: theme.<id>… is an address; a sub-theme's id begins with its theme's."""
        for theme in load("themes.yml")["themes"]:
            children = theme.get("children", [])
            assert [f"{theme['id']}-{n:02}" for n in range(1, len(children) + 1)] == ids(children), theme[
                "name"
            ]
            assert [] == twice([c["name"] for c in children]), theme["name"]
            assert [] == [c["name"] for c in children if "\\" in c["name"]], (
                "the backslash parts the two levels"
            )

    def test_known_themes_are_there(self):
        """中国政府网公文主题分类: spellings that real documents carry, to the bracket."""
        names = {
            f"{t['name']}\\{c['name']}" for t in load("themes.yml")["themes"] for c in t.get("children", [])
        }
        for known in (
            "综合政务\\政务公开",
            "工业、交通\\信息产业（含电信）",
            "财政、金融、审计\\货币（含外汇）",
        ):
            assert known in names, f"{known} is missing"
        assert 12 == len(
            next(t for t in load("themes.yml")["themes"] if t["name"] == "工业、交通")["children"]
        )


class TestExemptions:
    """不予公开情形 (条例 14–16) and the local lists that are mapped onto them."""

    def test_grounds_cover_articles_14_to_16(self):
        """条例 14–16: three grounds that forbid, three for third parties, three the office may use."""
        grounds = load("exemptions.yml")["grounds"]
        by_article = [next(n for n in "四五六" if f"第十{n}条" in g["article"]) for g in grounds]
        assert ["四"] * 3 + ["五"] * 3 + ["六"] * 3 == by_article
        assert {"may"} == {g["effect"] for g, n in zip(grounds, by_article, strict=True) if n == "六"}
        assert {"must-not"} == {g["effect"] for g, n in zip(grounds, by_article, strict=True) if n != "六"}

    def test_third_party_grounds_can_be_lifted(self):
        """条例 15, 32: consent or public interest make it public; the third party is told."""
        data = load("exemptions.yml")
        overrides = {o["id"]: o for o in data["overrides"]}
        for ground in data["grounds"]:
            lifted_by_third_party = "第十五条" in ground["article"]
            assert lifted_by_third_party == ("public-interest" in ground["overrides"]), ground["id"]
            assert lifted_by_third_party == ("third-party-consent" in ground["overrides"]), ground["id"]
        assert "must-publish" == overrides["public-interest"]["result"]
        assert any("第三方" in e for e in overrides["public-interest"]["evidence"]), (
            "the notice to the third party"
        )

    def test_kinds_of_internal_and_process_information(self):
        """条例 16: three kinds of internal affairs, four of process records, as the report counts."""
        grounds = {g["id"]: g for g in load("exemptions.yml")["grounds"]}
        assert ["人事管理", "后勤管理", "内部工作流程"] == grounds["internal-affairs"]["kinds"]
        assert ["讨论记录", "过程稿", "磋商信函", "请示报告"] == grounds["process-records"]["kinds"]

    def test_everything_named_exists(self):
        """Q9, S8: a mapping that points nowhere would turn a refusal into one without a legal ground."""
        data = load("exemptions.yml")
        grounds, overrides, rules = (set(ids(data[k])) for k in ("grounds", "overrides", "rules"))
        for entry in [*data["grounds"], *pick(data, "local.grounds")]:
            assert set() == set(entry.get("overrides", ())) - overrides, entry["id"]
            assert set() == set(entry.get("maps_to", ())) - grounds, entry["id"]
            assert entry.get("rule") is None or entry["rule"] in rules, entry["id"]

    @pytest.mark.parametrize(
        ("place", "count", "duty"), [("yangquan", 6, "Q9"), ("shaoguan", 7, "S8"), ("jilin", 3, "J10")]
    )
    def test_local_lists_are_whole_and_mapped(self, place, count, duty):
        """Q9 six, S8 seven, J10 three: each in its own words beside the law's; no match says why."""
        local = next(e for e in load("exemptions.yml")["local"] if e["id"] == place)
        assert duty == local["duty"]
        assert [f"{place}-{n}" for n in range(1, count + 1)] == ids(local["grounds"])
        assert local["conflicts"], "its conflicts with the law are reported"
        for ground in local["grounds"]:
            assert ground["maps_to"] or ground["conflict"], (
                f"{ground['id']} maps to nothing and does not say why"
            )

    def test_drafts_for_consultation_stay_public(self):
        """S8 (5): a draft put out for opinions is no exempt draft."""
        local = next(e for e in load("exemptions.yml")["local"] if e["id"] == "shaoguan")
        assert ["published-draft"] == local["grounds"][4]["overrides"]

    def test_refusals_have_a_row_in_the_annual_report(self):
        """国办公开办函〔2021〕30号: each ground leads to a row of table three."""
        rows = set(ids(load("remedies.yml")["outcomes"]))
        assert [] == [g["id"] for g in load("exemptions.yml")["grounds"] if g["annual_row"] not in rows]


class TestMetaTags:
    """网页标签 (国办发〔2017〕47号)."""

    @pytest.mark.parametrize(("page", "count"), [("home", 3), ("column", 7), ("article", 10)])
    def test_required_tags(self, page, count):
        """国办发〔2017〕47号: three tags on the home page, seven on a column's, ten on an article's."""
        data = load("meta_tags.yml")
        tags = [t for g in data["pages"][page] for t in data["groups"][g]["tags"]]
        required = [t["name"] for t in tags if t["level"] == "required"]
        order = ["SiteName", "SiteDomain", "SiteIDCode"]
        order += ["ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"]
        order += ["ArticleTitle", "PubDate", "ContentSource"]
        assert order[:count] == required
        assert {"required", "recommended"} >= {t["level"] for t in tags}

    def test_recommended_tags(self):
        """国办发〔2017〕47号: Keywords, Author, Description, Image and Url are recommended on an article."""
        tags = load("meta_tags.yml")["groups"]["article"]["tags"]
        recommended = [t["name"] for t in tags if t["level"] == "recommended"]
        assert ["Keywords", "Author", "Description", "Image", "Url"] == recommended

    def test_publication_time_has_24_hours(self):
        """国办发〔2017〕47号: PubDate is yyyy-MM-dd HH:mm; the twelve-hour form is the known fault."""
        tags = {t["name"]: t for t in load("meta_tags.yml")["groups"]["article"]["tags"]}
        assert "yyyy-MM-dd HH:mm" == tags["PubDate"]["pattern"]

    def test_column_types_are_of_the_list(self):
        """国办发〔2017〕47号: ColumnType is chosen from a vocabulary, never free text."""
        types = load("meta_tags.yml")["column_types"]
        statutory = set(ids(load("profiles/statutory.yml")["categories"]))
        chosen = {types["default"], *types["by_page"].values(), *types["by_category"].values()}
        assert set() == chosen - set(types["values"])
        assert set() == set(types["by_category"]) - statutory
