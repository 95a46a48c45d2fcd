"""Without JavaScript everything but search can be used (design 4, 8), and nothing pretends otherwise."""

from playwright.sync_api import expect


def test_browse_to_a_document(plain):
    """条例 19: from home by category and page to a document and its file."""
    plain.goto("index.html")
    plain.locator(".doors").get_by_role("link", name="法定主动公开内容").click()
    plain.get_by_role("link", name="查看全部").click()
    while not plain.get_by_role("link", name="示例市工业和信息化局2026年部门预算").count():
        plain.get_by_role("link", name="较早一页").click()
    plain.get_by_role("link", name="示例市工业和信息化局2026年部门预算").click()
    expect(plain.locator("h1")).to_have_text("示例市工业和信息化局2026年部门预算")
    with plain.expect_download() as waiting:
        plain.locator(".attachments a[download]").click()
    assert "budget-2026.xlsx" == waiting.value.suggested_filename, "attachments download without scripts"


def test_nothing_dead_is_shown(plain, visit, kind):
    """What works by script alone is not shown; the columns, the breadcrumbs and the foot are there."""
    if kind.startswith("search"):
        kind = "about"  # what search says is tested below
    visit(plain, kind)
    assert [] == [b.inner_text() for b in plain.locator("main button, .tools button").all() if b.is_visible()]
    expect(plain.get_by_role("navigation", name="栏目导航").get_by_role("link").first).to_be_visible()
    expect(plain.get_by_role("contentinfo")).to_be_visible()


def test_search_says_what_to_do_instead(plain):
    """Design 8: search cannot work without scripts, and the page leads on to the lists."""
    plain.goto("search.html?q=技术改造")
    notice = plain.locator("noscript .notice")
    expect(notice).to_contain_text("检索需要浏览器运行脚本")
    notice.get_by_role("link", name="按分类、机构、年份、主题浏览").click()
    expect(plain.locator("h1")).to_have_text("法定主动公开内容")


def test_dates_of_a_call_stand(plain):
    """申报类: the term is printed as dates where no script can say whether it runs."""
    plain.goto("open-calls.html")
    entry = plain.locator("[data-call]").first
    expect(entry).to_contain_text("2026-11-02 至 2026-12-31")
    assert "" == entry.locator(".call-state").inner_text(), "nothing may be said of today"


def test_table_of_contents_and_digest_open(plain):
    """Long documents: the table of contents folds by the browser's own means."""
    plain.goto("items/2026/2026-00030.html")
    plain.locator(".toc summary").click()
    plain.locator(".toc a").last.click()
    assert "#s" in plain.url, "an entry of the table of contents leads to its heading"
    expect(plain.locator(".document :target")).to_be_in_viewport()
