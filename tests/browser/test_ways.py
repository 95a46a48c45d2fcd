"""From the home page to one document, by each way that the catalog promises (design 4; 条例 19-20, 24)."""

from playwright.sync_api import expect

ITEM = "关于组织申报2027年度市级工业技术改造专项资金项目的通知"


def arrived(page, title=ITEM):
    """The page is the item's own."""
    expect(page.locator("h1")).to_have_text(title)
    assert "/items/" in page.url, "an item stands below items/"


def to_catalog(page):
    page.goto("index.html")
    page.get_by_role("navigation", name="栏目导航").get_by_role("link", name="法定主动公开内容").click()
    expect(page.locator("h1")).to_have_text("法定主动公开内容")


def follow_pages_to(page, title):
    """Turn to older pages until the entry is there, then open it."""
    while not page.locator(".entries").get_by_role("link", name=title, exact=True).count():
        page.get_by_role("navigation", name="分页").get_by_role("link", name="较早一页").click()
    page.locator(".entries").get_by_role("link", name=title, exact=True).click()


def test_latest(page):
    """X1, design 4: what was published last stands on the home page."""
    page.goto("index.html")
    section = page.locator("section", has=page.get_by_role("heading", name="最新公开"))
    section.get_by_role("link", name=ITEM).click()
    arrived(page)


def test_category(page):
    """条例 20: by category."""
    to_catalog(page)
    page.locator(".categories").get_by_role("link", name="项目申报").click()
    page.locator(".entries").get_by_role("link", name=ITEM).click()
    arrived(page)


def test_office(page):
    """Design 4: by the office that published or provides it."""
    to_catalog(page)
    page.locator("section", has=page.get_by_role("heading", name="按机构")).get_by_role(
        "link", name="规划投资科", exact=True
    ).click()
    follow_pages_to(page, ITEM)
    arrived(page)


def test_year(page):
    """Design 4: by year, over more than one page."""
    to_catalog(page)
    page.locator("section", has=page.get_by_role("heading", name="按年份")).get_by_role(
        "link", name="2026年"
    ).click()
    follow_pages_to(page, "示例市工业和信息化局2026年部门预算")
    arrived(page, "示例市工业和信息化局2026年部门预算")


def test_theme(page):
    """Design 4: by theme."""
    to_catalog(page)
    themes = page.locator("section", has=page.get_by_role("heading", name="按主题"))
    themes.get_by_role("link", name="财政、金融、审计", exact=True).click()
    follow_pages_to(page, "示例市工业和信息化局2026年部门预算")
    arrived(page, "示例市工业和信息化局2026年部门预算")


def test_column(page):
    """61号: the columns of 政府信息公开 lead to their documents: 年报 here."""
    page.goto("index.html")
    page.locator(".doors").get_by_role("link", name="政府信息公开年报").click()
    title = "示例市工业和信息化局2025年政府信息公开工作年度报告"
    page.get_by_role("link", name=title, exact=True).first.click()  # its files have links of their own
    arrived(page, title)


def test_neighbours(page):
    """Design 4: an item leads to the one before and after it of its kind, and back."""
    page.goto("items/2026/2026-00037.html")
    neighbours = page.get_by_role("navigation", name="同类信息")
    older = neighbours.locator("[rel=prev]").inner_text().split("\n")[-1].strip()
    neighbours.locator("[rel=prev]").click()
    arrived(page, older)
    neighbours.locator("[rel=next]").click()
    arrived(page)


def test_relations_lead_both_ways(page):
    """Design 4: a relation stands on the newer item only; the older one shows the inverse, and a banner."""
    page.goto("items/2022/2022-00002.html")
    page.locator(".validity").get_by_role("link").click()
    expect(page.locator(".item__number")).to_have_text("示工信规〔2025〕1号")
    relations = page.locator(".relations")
    relations.get_by_role("link", name="示例市工业企业技术改造项目管理办法", exact=True).click()
    expect(page.locator(".item__number")).to_have_text("示工信规〔2022〕1号")
    page.locator(".relations").get_by_role("link").first.click()
    expect(page.locator(".item__number")).to_have_text("示工信规〔2025〕1号")


def test_interpretation_and_its_document(page):
    """国办发〔2016〕61号: a policy and its 解读 link to each other."""
    page.goto("items/2025/2025-00007.html")
    page.locator(".relations").get_by_role("link", name="政策解读").click()
    arrived(page, "《示例市工业企业技术改造项目管理办法》政策解读")
    page.locator(".relations").get_by_role(
        "link", name="示例市工业企业技术改造项目管理办法", exact=True
    ).click()
    expect(page.locator("h1")).to_have_text("示例市工业企业技术改造项目管理办法")


def test_breadcrumbs_lead_back(page):
    """Design 4: from an item up to its category, the catalog and home."""
    page.goto("items/2026/2026-00037.html")
    page.get_by_role("navigation", name="当前位置").get_by_role("link", name="项目申报").click()
    expect(page.locator("h1")).to_have_text("项目申报")
    page.get_by_role("navigation", name="当前位置").get_by_role("link", name="法定主动公开内容").click()
    expect(page.locator("h1")).to_have_text("法定主动公开内容")
    page.get_by_role("navigation", name="当前位置").get_by_role("link", name="首页").click()
    expect(page.locator("h1")).to_contain_text("政府信息公开")


def test_head_of_an_item(page):
    """61号 and the catalog's table of fields: the eight fields stand first, in their order, then the rest."""
    page.goto("items/2026/2026-00037.html")
    labels = page.locator(".facts").first.locator("dt").all_inner_texts()
    expected = ["索引号", "分类", "发布机构", "成文日期", "名称", "文号", "发布日期", "主题词"]
    assert expected == labels[:8], "the eight fields of a catalog page"
    assert {"公开属性", "内容概述"} <= set(labels), "公开属性 and 内容概述 belong to an item's head"
    service = page.locator(".service")
    expect(service).to_contain_text("提供科室")
    expect(service).to_contain_text("规划投资科")
    expect(service).to_contain_text("咨询电话")


def test_error_report_names_the_item(page):
    """国办发〔2016〕61号 找错: 我要纠错 opens a mail that already holds the item's index number and title."""
    page.goto("items/2026/2026-00037.html")
    mail = page.locator(".service a[href^='mailto:']").get_attribute("href")
    text = page.evaluate("href => decodeURIComponent(href)", mail)
    assert "11990100MB1A23456B/2026-00037" in text, "the mail must name the index number"
    assert ITEM in text, "the mail must name the document"
