"""A visitor keeps an offline copy: it works with the server stopped, and is never shown to who is online.

Two editions of the small office are served and stopped at one address.
"""

import contextlib
import re
import shutil

import pytest
import site_maker
from playwright.sync_api import Error, expect
from served_site import HEAR, SubPathHandler, serve, wait_until

ITEM, CHANGED = "items/2026/2026-00001.html", "items/2026/2026-00003.html"
FILE = "files/2026/2026-00001/plan.pdf"
BANNER = ".offline-banner"
SAYS = "async (text) => (await (await caches.match('/zfxxgk/offline/state')).text()).includes(text)"
FIRST, SECOND = "2026-06-15", "2026-06-16"


@pytest.fixture(scope="module")
def editions(tmp_path_factory):
    """The published folders of two days: on the second one item reads otherwise and another is withdrawn."""
    office = site_maker.make_site(tmp_path_factory.mktemp("offline") / "office")
    assert 0 == office.build(search=True, today=FIRST).returncode
    first = office.root.with_name("first")
    shutil.copytree(office.out, first)
    office.edit("content/items/2026/2026-00003.md", "---\n\n", "---\n\n新增的一句话。\n\n")
    reason = (
        "withdrawn: {kind: 一般撤回, on: 2026-06-16, reason: 有误, index: 990203009/2026-00001, title: 办法}"
    )
    office.write("catalog/status/2026-00001.yml", f"format: 1\n{reason}\n")
    assert 0 == office.build(search=True, today=SECOND).returncode
    return first, office.out


class Host:
    """Serves one folder after the other at the same address; `asked` are the paths that were asked for.

    Paths in which the pattern `refused` is found are answered with `status`.
    """

    def __init__(self):
        self.port, self.asked, self.refused, self.status = 0, [], None, 503
        self.running = contextlib.ExitStack()

    def start(self, folder):
        """Serve this folder instead."""
        self.stop()
        # No connection of HTTP/1.0 outlives a stopped server.
        ways = {"protocol_version": "HTTP/1.0", "do_GET": lambda handler: self.answer(handler)}  # noqa: PLW0108
        address = self.running.enter_context(serve(folder, port=self.port, **ways))
        self.port = int(address.split(":")[2].split("/")[0])
        return address

    def answer(self, handler):
        """Answer a request, or refuse it."""
        self.asked.append(handler.path)
        if self.refused and re.search(self.refused, handler.path):
            handler.send_response(self.status)
            handler.end_headers()
        else:
            SubPathHandler.do_GET(handler)

    def stop(self):
        self.running.close()


@pytest.fixture
def host():
    found = Host()
    yield found
    found.stop()


@pytest.fixture
def visitor(chromium, host, editions):
    """Makes a page of a browser with a memory of its own, at the first edition; init scripts may take abilities away."""
    address = host.start(editions[0])
    contexts = []

    def visit(*scripts):
        contexts.append(chromium.new_context(base_url=address, locale="zh-CN"))
        contexts[-1].set_default_timeout(10_000)
        for script in (HEAR, *scripts):
            contexts[-1].add_init_script(script)
        return contexts[-1].new_page()

    yield visit
    for context in contexts:
        context.close()


def keep(page, *, downloads=False):
    """Choose on the page what to keep, and keep it."""
    page.goto("offline.html")
    page.locator("#offline-downloads").set_checked(downloads)
    page.locator("#offline-keep").click()
    expect(page.locator("#offline-state")).to_contain_text("保存好了。")


def search(page, query):
    """Ids of what the search finds."""
    page.goto(f"search.html?q={query}")
    page.wait_for_selector("#search-results[data-state=done]")
    found = page.locator("#search-results [data-index]").evaluate_all(
        "all => all.map((e) => e.dataset.index)"
    )
    return [index.split("/")[1] for index in found]


def settle(page, edition):
    """Wait until the copy is of that edition."""
    wait_until(page, SAYS, arg=f'"edition":"{edition}"')


def test_with_the_server_stopped(visitor, host):
    """Design 1: pages, lists, search with filters, files: all without a server, each page with the day of its edition."""
    page = visitor()
    page.goto("search.html")
    page.locator("main").get_by_role("link", name="保留离线副本").click()
    expect(page.locator("#offline-form")).to_contain_text("约 ")
    assert not page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)"), (
        "nothing may start before the visitor asks for it"
    )
    keep(page, downloads=True)
    expect(page.locator("#offline-state")).to_contain_text("已保存 2026年6月15日的离线副本")
    host.stop()
    page.goto("")
    expect(page.locator(BANNER)).to_contain_text(f"离线副本，日期为 {FIRST}")
    page.locator(".doors").get_by_role("link", name="法定主动公开内容").click()
    expect(page.locator(BANNER)).to_be_visible()
    assert "2026-00001" in search(page, "技术改造")
    page.get_by_text("筛选", exact=True).click()
    page.get_by_role("group", name="成文年份").get_by_role("checkbox", name="2025").check()
    page.wait_for_url("**year=2025*")
    page.wait_for_selector("#search-results[data-state=done]")
    assert [] == page.evaluate("window.violations"), "the copy must do with the pages' own policy"
    page.goto(CHANGED)
    with page.expect_download() as waiting:
        page.locator(".attachments a").first.click()
    assert "form.docx" == waiting.value.suggested_filename, "a file of the copy is had without a server"
    page.goto("items/2026/2026-00777.html")
    expect(page.locator("h1")).to_have_text("离线副本里没有这一页")
    page.get_by_role("link", name="管理离线副本").click()
    page.locator("#offline-delete").click()
    expect(page.locator("#offline-state")).to_contain_text("离线副本已经删除")
    assert [] == page.evaluate("caches.keys()"), "nothing may stay behind"
    with pytest.raises(Error):
        page.goto(ITEM)


def test_an_update_fetches_what_changed_and_nobody_online_sees_the_copy(visitor, host, editions):
    """Design 1, 8: who is online gets the host's page at once; the copy then gets just what the new edition changed."""
    keeper = visitor()
    keep(keeper)
    page = keeper.context.new_page()
    host.start(editions[1])
    host.asked.clear()
    page.goto(CHANGED)
    expect(page.locator("main")).to_contain_text("新增的一句话。")
    assert 0 == page.locator(BANNER).count(), "this is no page of a copy"
    settle(page, SECOND)
    expect(keeper.locator("#offline-state")).to_contain_text("已保存 2026年6月16日的离线副本")
    fetched = {
        path.split("?")[0].removeprefix("/zfxxgk/")
        for path in host.asked
        if re.search(r"/zfxxgk/(?!offline/).*\?copy=", path)
    }
    old, new = map(site_maker.tree, editions)
    shown = (".html", ".htm", ".js", ".css", ".png", ".svg")
    changed = {a for a, digest in new.items() if old.get(a) != digest and a.endswith(shown)}
    assert changed - {ITEM} == fetched, (
        "neither less nor more than what changed; what was withdrawn is in no copy"
    )
    assert CHANGED in fetched
    assert "assets/disclosure/site.css" not in fetched
    host.stop()
    page.goto(CHANGED)
    expect(page.locator("main")).to_contain_text("新增的一句话。")
    expect(page.locator(BANNER)).to_contain_text(SECOND)
    # Without offline.json nobody would tell a copy of withdrawals: it goes, and its worker with it.
    host.refused, host.status = "offline.json", 404
    host.start(editions[1])
    page.goto("about.html")
    wait_until(
        page,
        "async () => !(await caches.keys()).length && !(await navigator.serviceWorker.getRegistrations()).length",
    )
    page.goto("offline.html")
    expect(page.locator("#offline-state")).to_contain_text("本站现在不提供离线副本")


def test_what_was_withdrawn_leaves_before_anything_is_fetched(visitor, host, editions):
    """Design 1: at the next contact a withdrawn item, and whatever may name it, leaves, though not one new file can be had."""
    page = visitor()
    keep(page, downloads=True)
    host.start(editions[1])
    host.refused = r"/zfxxgk/(?!offline/).*\?copy="
    page.goto("about.html")
    wait_until(page, SAYS, arg=f'"{ITEM}"')  # among what the copy is without
    host.stop()
    for address in (ITEM, FILE, "catalog/all.html"):
        page.goto(address)
        expect(page.locator("h1")).to_have_text("离线副本里没有这一页")
    page.goto("guide.html")
    expect(page.locator("h1")).to_have_text("政府信息公开指南")
    page.goto("offline.html")
    expect(page.locator("#offline-state")).to_contain_text("已撤回的信息和受影响的页面已经删去")
    host.refused = None
    host.start(editions[1])
    page.goto("about.html")
    settle(page, SECOND)
    host.stop()
    page.goto(ITEM)
    expect(page.locator("h1")).to_have_text("离线副本里没有这一页")
    assert "2026-00001" not in search(page, "技术改造")


def test_a_failure_leaves_the_former_copy_whole(visitor, host, editions):
    """Design 8: what went wrong is told in Chinese, and the former copy is used as before."""
    page = visitor(
        "if (localStorage.small) { navigator.storage.estimate = async () => ({ quota: 10, usage: 0 }); }"
    )
    keep(page)

    def fails(said):
        page.goto("offline.html")
        page.locator("#offline-downloads").check()
        page.locator("#offline-keep").click()
        expect(page.locator("#offline-state")).to_contain_text(said)
        expect(page.locator("#offline-state")).to_contain_text("原来的离线副本没有变动")

    host.refused = FILE
    fails("网络中断")
    other = editions[0].with_name("other")
    shutil.copytree(editions[0], other)
    (other / FILE).write_bytes(b"other bytes")
    host.refused = None
    host.start(other)
    fails("文件与清单对不上")
    page.evaluate("localStorage.setItem('small', '1')")
    fails("可用的空间不够")
    host.stop()
    page.goto(ITEM)
    expect(page.locator(BANNER)).to_contain_text(FIRST)
    assert "2026-00001" in search(page, "技术改造")


def test_where_a_browser_can_keep_none(visitor, editions):
    """Design 8: a browser inside of another program: no worker, no new window; all else works, and the page says why."""
    page = visitor("delete Navigator.prototype.serviceWorker; delete window.open;")
    faults = []
    page.on("pageerror", lambda fault: faults.append(fault))  # noqa: PLW0108
    page.goto("offline.html")
    expect(page.locator("#offline-state")).to_contain_text("这个浏览器不能保留离线副本")
    expect(page.locator("#offline-form")).to_be_hidden()
    assert "2026-00001" in search(page, "技术改造")
    page.goto(ITEM)
    page.locator(".attachments a").nth(1).click()
    expect(page.locator("h1")).to_be_visible()
    page.goto((editions[0] / "offline.html").as_uri())
    expect(page.locator("#offline-state")).to_contain_text("您打开的就是离线的文件夹")
    assert [] == faults
