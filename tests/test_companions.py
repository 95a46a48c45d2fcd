"""What has to stand beside an item: its proposal, interpretation, consultation, completion, and answers in time."""

import pytest
import site_maker
from disclosure.check.item import check_item
from disclosure.read.site import read_site
from disclosure.render.item_details import item_details

ITEM, OTHER = "2026-00081", "2026-00082"
POLICY = {
    "category": "行政法规规章和规范性文件",
    "document_number": "示县工信规〔2026〕9号",
    "importance": "重大",
}
PLAN = (
    "interpretation: {plan: 同步解读, form: 问答, channel: 本专栏, time: 与文件同日, material: 政策解读稿}\n"
)
WAIVED = "no_consultation: 依法应当保密\n"


@pytest.fixture
def site(make_site):
    made = make_site()
    made.edit("catalog/categories.yml", "work-updates]", "work-updates, consultations, planning]")
    return made


def told(site, *items, today=site_maker.TODAY, severity=""):
    """(item, code) of the rows of this theme, for items given as (id, extra, fields)."""
    for identifier, extra, fields in items:
        site.add_item(identifier, extra=extra, **fields)
    return [
        (row.item, row.code)
        for row in site.check(today)
        if row.item in (ITEM, OTHER) and row.code[0] == "E" and severity in ("", row.severity)
    ]


def follow(site, *systems):
    """Let the office follow local systems."""
    site.edit("catalog/site.yml", "approval: none", f"approval: none\nprofiles: [{', '.join(systems)}]")


def test_who_proposed_it_and_why_is_asked_where_the_system_says_so(site):
    """X4: 处室 and trigger (公开范围、领导批示、工作职能、群众意见), on a day; a warning in an office that follows it."""
    assert [] == told(site, (ITEM, "", {}))
    follow(site, "xian")
    assert [(ITEM, "E009")] == told(site)
    proposed = "proposal: {office: 办公室, trigger: 群众意见, date: 2026-05-10}\n"
    assert [] == told(site, (ITEM, proposed, {}))


READ = {"category": "政策解读", "title": "办法解读"}


def test_a_major_policy_has_its_plan_of_interpretation(site):
    """Q45, Q47: planned, signed and published together; without a plan the policy waits."""
    assert [(ITEM, "E010")] == told(site, (ITEM, WAIVED, POLICY))
    assert [(ITEM, "E013")] == told(site, (ITEM, WAIVED + PLAN, POLICY))
    reading = (OTHER, f"interprets: [{ITEM}]\n", READ)
    assert [] == told(site, (ITEM, WAIVED + PLAN, POLICY), reading)
    path = site.add_item(ITEM, extra=WAIVED + PLAN.replace("}", ", spokesperson: 局主要负责人}"), **POLICY)
    item = check_item(read_site(site.root, site_maker.TODAY)[0], path)[0]
    assert "第一解读人：局主要负责人" in item_details(item)[1]["text"], "the first interpreter is shown"


def test_an_interpretation_on_another_day_is_told(site):
    """Q45: 同步发布: the same day, or the check says by how much it missed."""
    late = (OTHER, f"interprets: [{ITEM}]\n", {**READ, "publish_on": "2026-05-14"})
    assert [(ITEM, "E014")] == told(site, (ITEM, WAIVED + PLAN, POLICY), late)


@pytest.mark.parametrize(
    "part", ["form: 问答, ", "channel: 本专栏, ", "time: 与文件同日, ", ", material: 政策解读稿"]
)
def test_a_plan_has_its_four_parts(site, part):
    """Q46: 形式、渠道、时间、材料: none may lack."""
    reading = (OTHER, f"interprets: [{ITEM}]\n", READ)
    assert [(ITEM, "E011")] == told(site, (ITEM, WAIVED + PLAN.replace(part, ""), POLICY), reading)


def test_exempt_and_put_off_are_exceptions_with_a_reason_and_an_end(site):
    """Q45: 免予解读 and 暂缓解读 are signed with their reason; what was put off comes due."""
    exempt = "interpretation: {plan: 免予解读, reason: 内容浅显}\n"
    assert [] == told(site, (ITEM, WAIVED + exempt, POLICY))
    assert [(ITEM, "E012")] == told(site, (ITEM, WAIVED + exempt.replace(", reason: 内容浅显", ""), POLICY))
    later = "interpretation: {plan: 暂缓解读, reason: 细则未印发, until: 2026-06-30}\n"
    assert [] == told(site, (ITEM, WAIVED + later, POLICY))
    assert [(ITEM, "E015")] == told(site, today="2026-07-01")


ASKED = "consultation: {opens: 2026-05-12, closes: 2026-06-12, address: 信函, basis: 示县政发〔2026〕1号}\n"
CALL = {"category": "意见征集", "title": "公开征求意见的公告"}
RESULT = {"category": "意见征集", "title": "意见采纳情况"}
COUNTED = f"result_of: [{ITEM}]\nopinions: {{received: '9', adopted: '7', reasons: 与上位法不一致}}\n"


def test_opinions_are_asked_for_with_dates_address_and_ground(site):
    """Q16, Q48: draft and 决策依据, opening and closing day, and where to write to, or it waits."""
    assert [(ITEM, "E018")] == told(site, (ITEM, "", CALL))
    assert [] == told(site, (ITEM, ASKED, CALL))


def test_a_short_consultation_says_why(site):
    """Q48, 重大行政决策程序暂行条例第十五条: thirty days, or a reason."""
    short = ASKED.replace("2026-06-12", "2026-06-09")
    assert [(ITEM, "E017")] == told(site, (ITEM, short, CALL))
    assert [] == told(site, (ITEM, short.replace("}", ", short_reason: 汛期将至}"), CALL))
    assert [] == told(site, (ITEM, ASKED.replace("2026-06-12", "2026-06-10"), CALL)), "thirty days are enough"


def test_a_consultation_gets_its_result(site):
    """Q48: 及时公布采纳情况: overdue after the term of data/companions.yml, until a result with figures is there."""
    assert [] == told(site, (ITEM, ASKED, CALL), today="2026-07-12")
    assert [(ITEM, "E019")] == told(site, today="2026-07-13")
    assert [(ITEM, "E019"), (OTHER, "E020")] == told(
        site, (OTHER, f"result_of: [{ITEM}]\n", RESULT), today="2026-07-13"
    )
    assert [] == told(site, (OTHER, COUNTED, RESULT), today="2026-07-13")


def test_what_was_not_adopted_is_given_a_reason(site):
    """Q48, Q55: 相对集中的意见不予采纳的，说明理由; the figures are counted, and shown."""
    bare = COUNTED.replace(", reasons: 与上位法不一致", "")
    assert [(OTHER, "E021")] == told(site, (ITEM, ASKED, CALL), (OTHER, bare, RESULT))
    assert [(OTHER, "E022")] == told(site, (OTHER, bare.replace("'9'", "'5'"), RESULT))
    path = site.add_item(OTHER, extra=COUNTED, **RESULT)
    item = check_item(read_site(site.root, site_maker.TODAY)[0], path)[0]
    assert "收到 9 条，采纳 7 条；不采纳的理由：与上位法不一致" == item_details(item)[0]["text"]


def test_a_major_decision_was_consulted_on_or_says_why_not(site):
    """Q16, Q50: 预公开: the final document leads to its consultation; what must be secret is excepted, with its reason."""
    exempt = "interpretation: {plan: 免予解读, reason: 内容浅显}\n"
    assert [(ITEM, "E023")] == told(site, (ITEM, exempt, POLICY))
    call = (OTHER, ASKED, CALL)
    assert [] == told(site, (ITEM, f"{exempt}result_of: [{OTHER}]\n", POLICY), call)
    assert [] == told(site, (ITEM, exempt + WAIVED, POLICY))


def test_the_plan_of_the_meeting_is_asked_where_the_system_says_so(site):
    """Q49, Q50, Q51: who sits in, whether and how it is public, what became of the opinions."""
    follow(site, "yangquan")
    extra = f"{WAIVED}interpretation: {{plan: 免予解读, reason: 内容浅显}}\n"
    assert (ITEM, "E033") in told(site, (ITEM, extra, POLICY))
    meeting = "meeting_plan: {invitees: 企业代表3人, open: 公开, how: 会后公布, opinions: 见材料附件}\n"
    assert (ITEM, "E033") not in told(site, (ITEM, extra + meeting, POLICY))


def test_a_plan_reports_its_completion(site):
    """J8: 规划、计划及其完成情况: three months after its end the check asks for what became of it."""
    plan = {"category": "规划计划", "title": "2026年上半年工作计划"}
    assert [] == told(site, (ITEM, "period_end: 2026-06-30\n", plan), today="2026-09-30")
    assert [(ITEM, "E024")] == told(site, today="2026-10-01")
    done = (OTHER, f"result_of: [{ITEM}]\n", {"category": "规划计划", "title": "完成情况"})
    assert [] == told(site, done, today="2026-10-01")


def test_the_note_of_a_public_document_is_asked_where_the_system_says_so(site):
    """Q43: 此件公开发布 in the 附注 of what is proactively public; imported history is left alone."""
    follow(site, "yangquan")
    numbered = {"document_number": "示县工信函〔2026〕9号"}
    assert [(ITEM, "E025")] == told(site, (ITEM, "", numbered))
    site.edit(f"content/items/2026/{ITEM}.md", site_maker.BODY, f"{site_maker.BODY}\n（此件公开发布）\n")
    assert [] == told(site)


def test_a_document_is_published_in_its_own_words(site):
    """Q6: 原文、原条款、原词句: a reading of one's own is told with its line; interpretations may hold it."""
    words = "小编划重点：可以多报。\n"
    extra = f"{WAIVED}interpretation: {{plan: 免予解读, reason: 内容浅显}}\n"
    site.add_item(ITEM, body=words, extra=extra, **POLICY)
    assert [(ITEM, "E026"), (ITEM, "E026")] == told(site)
    site.add_item(ITEM, body=words, extra="interprets: [2026-00001]\n", **READ)
    assert "E026" not in {code for _, code in told(site)}


FOUND = "public_opinion: {found_at: 2026-05-08 09:00, responded_at: AT, level: 一般, answers: [澄清事实]}\n"


def test_public_opinion_is_answered_within_forty_eight_real_hours(site):
    """Q54: Friday morning to Sunday morning: nights and weekends count."""
    assert [] == told(site, (ITEM, FOUND.replace("AT", "2026-05-10 09:00"), {}))
    assert [(ITEM, "E027")] == told(site, (ITEM, FOUND.replace("AT", "2026-05-10 09:01"), {}))


def test_a_grave_incident_is_answered_within_five_hours(site):
    """Q56: 特别重大、重大突发事件: the first release within five hours."""
    grave = FOUND.replace("level: 一般", "press_at: 2026-05-09 09:00, level: 特别重大")
    assert [] == told(site, (ITEM, grave.replace("AT", "2026-05-08 14:00"), {}))
    assert [(ITEM, "E027")] == told(site, (ITEM, grave.replace("AT", "2026-05-08 14:01"), {}))


def test_a_grave_incident_has_its_press_conference_within_a_day(site):
    """Q56: 二十四小时内举行新闻发布会: late to the minute; where none is named it is missed on the day after."""
    grave = FOUND.replace("AT", "2026-05-08 10:00").replace("一般", "重大")
    held = grave.replace("level", "press_at: 2026-05-09 09:01, level")
    assert [(ITEM, "E039")] == told(site, (ITEM, held, {}))
    assert [] == told(site, (ITEM, grave, {"publish_on": "2026-05-08"}), today="2026-05-09")
    assert [(ITEM, "E039")] == told(site, today="2026-05-10")
    assert [] == told(site, (ITEM, grave.replace("重大", "一般"), {})), "an ordinary answer needs none"


def test_a_response_says_what_it_answers(site):
    """Q55, X7: 吸纳情况、研究解决情况、澄清事实、引导和纠正: at least one, from these four, shown on the page."""
    plain = FOUND.replace("AT", "2026-05-08 15:00")
    path = site.add_item(ITEM, extra=plain.replace("[澄清事实]", "[吸纳情况, 研究解决情况]"))
    item = check_item(read_site(site.root, site_maker.TODAY)[0], path)[0]
    assert (
        "发现于 2026-05-08 09:00，回应于 2026-05-08 15:00，吸纳情况、研究解决情况"
        == item_details(item)[0]["text"]
    )
    path = site.add_item(ITEM, extra=plain.replace(", answers: [澄清事实]", ""))
    assert "F001" in {r.code for r in site.check() if r.path == path}


def test_a_class_names_the_points_that_it_leaves_open(make_site):
    """S7, J8: 许可 items, basis, conditions …: a class with required points is complete only when each was published."""
    site = make_site()
    points = "[{id: basis, name: 许可的依据}, {id: term, name: 许可的期限}]"
    more = f"add:\n  - {{id: licences, name: 许可事项, required_points: {points}}}\n"
    site.edit("catalog/categories.yml", "work-updates]\n", f"work-updates]\n{more}")
    licence = {"category": "许可事项"}
    site.add_item(ITEM, extra="points: [许可的依据]\n", **licence)
    [row] = [row for row in site.check() if row.code == "E032"]
    assert "许可的期限" in row.message
    assert "许可的依据" not in row.message
    site.add_item(OTHER, extra="points: [许可的期限]\n", title="许可期限公告", **licence)
    assert [] == [row for row in site.check() if row.code == "E032"]
