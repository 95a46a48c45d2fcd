"""The five regulations as ready choices: what each brings, and where it asks less than the law."""

import approval_maker
import pytest
from disclosure.approval.chain import shipped_chains
from disclosure.data_files import data_names, load_data
from disclosure.read.site import read_site
from disclosure.systems import shipped_systems
from disclosure.time_limits import shipped_limits

CHOSEN = "approval: none\nprofiles: [{}]"


def follow(site, *names):
    """Let the office follow local systems."""
    site.edit("catalog/site.yml", "approval: none", CHOSEN.format(", ".join(names)))


def conflicts(site):
    return [row.message for row in site.check() if row.code == "S014"]


def test_the_five_are_there_and_name_only_what_is_shipped():
    """Section 1: categories, chains, terms, companions and words of each, with its source."""
    assert ["jilin", "shaoguan", "xian", "xianyang", "yangquan"] == list(shipped_systems())
    terms = {
        entry["id"]
        for group in load_data("time_limits.yml").values()
        if isinstance(group, list)
        for entry in group
    }
    for name, system in shipped_systems().items():
        assert system.source
        assert system.categories in data_names("profiles"), name
        assert [] == [chain for chain in system.chains if chain not in shipped_chains()], name
        assert [] == [term for term in system.time_limits if term not in terms], name
        assert [] == [rule for rule in system.companions if rule not in load_data("companions.yml")], name
        assert set(system.disclosure.values()) <= {"主动公开", "部分公开", "依申请公开", "不予公开"}, name


def test_terms_of_a_system_that_was_not_chosen_do_not_bind(make_site):
    """Q32, Q44, X16: with `profiles` only the chosen systems' terms count beside the law's."""
    site = make_site()
    assert {"reprint", "hand-over"} <= read_site(site.root, "2026-06-15")[0].limits.keys()
    follow(site, "xian")
    limits = read_site(site.root, "2026-06-15")[0].limits
    assert "reprint" in limits
    assert "hand-over" not in limits
    national = {name for name, limit in shipped_limits().items() if not limit.profile}
    assert national <= limits.keys()


@pytest.mark.parametrize(
    ("system", "dates", "code", "duty"),
    [
        (
            "xian",
            "origin: {source: 省厅, url: 'https://gxt.example.gov.cn/1.html', date: 2026-05-08}\n",
            "T001",
            "X16",
        ),
        ("yangquan", "printed_on: 2026-05-06\nhanded_over_on: 2026-05-11\n", "T003", "Q44"),
    ],
)
def test_a_system_s_own_term_tells_an_item_that_is_late(make_site, system, dates, code, duty):
    """X16, Q44: a reprint after more than a working day, a document handed over after more than two: the item is told."""
    site = make_site()
    path = site.add_item("2026-00071", extra=dates, formed="2026-05-06", publish_on="2026-05-12")
    follow(site, system)
    assert code in {row.code for row in site.check() if row.path == path}, duty
    site.edit("catalog/site.yml", f"[{system}]", "[shaoguan]")
    assert code not in {row.code for row in site.check() if row.path == path}, "it binds who chose the system"


@pytest.mark.parametrize(
    ("system", "point", "counts"),
    [
        ("yangquan", "Q17 年度报告的公布日期", "一月三十一日"),
        ("yangquan", "Q12 答复申请的期限", "二十个工作日到期为逾期"),
        ("yangquan", "Q9 免于公开的六种情形（六）", "以条例第十四条至第十六条为准"),
        ("yangquan", "公共利益造成重大影响时予以公开", "以条例第十四条至第十六条为准"),
        ("jilin", "只规定“可以予以公开”，条例第十五条为“予以公开”", "以条例第十四条至第十六条为准"),
        ("jilin", "未列危及国家安全、公共安全、经济安全、社会稳定的信息", "以条例第十四条至第十六条为准"),
        ("jilin", "J12 依申请公开的范围", "不得只纳入依申请公开"),
    ],
)
def test_where_a_local_rule_asks_less_than_the_law_the_check_says_which_counts(
    make_site, system, point, counts
):
    """Q17, Q12, Q9, J10, J12, Q36: the conflict is reported, and the law's rule is the one that is followed."""
    site = make_site()
    follow(site, system)
    rows = [row for row in site.check() if row.code == "S014" and point in row.message]
    assert rows, f"{point} is not reported"
    assert counts in rows[0].advice
    assert "info" == rows[0].severity, "the office is told; nothing is held back"


def test_an_office_that_chose_none_is_told_of_no_conflict(make_site):
    """Section 1: what an office does not follow is no conflict of its own."""
    assert [] == conflicts(make_site())


def test_which_of_two_procedures_is_in_use_is_told(make_site):
    """Q28, Q24: article 4 and article 8 of one system differ; the check says which chain the policy uses."""
    site = approval_maker.require_approval(make_site())
    site.edit("catalog/site.yml", "approval: required", "approval: required\nprofiles: [yangquan]")
    [row] = [row for row in site.check() if row.code == "V175"]
    assert "yangquan-levels、yangquan-procedure" in row.message
    assert "standard" in row.message


def test_words_of_the_systems_are_mapped_onto_the_catalogs():
    """Y7, Q41, S5: 申请公开, 免予公开, 不得公开 mean what the catalog calls 依申请公开 and 不予公开."""
    systems = shipped_systems()
    assert "依申请公开" == systems["xianyang"].disclosure["申请公开"]
    assert "不予公开" == systems["xianyang"].disclosure["免予公开"]
    assert 4 == len(systems["yangquan"].disclosure), "four values on the drafting sheet"
    assert 3 == len(systems["shaoguan"].disclosure), "three values"
