"""The search page in a real Chromium, below a sub-path (design 6), on invented items."""

import contextlib
import re
import shutil
import zlib
from base64 import b64encode
from random import Random

import pytest
from disclosure.index.tokens import normalise, pair_names, pairs, words
from search_items import BUDGET, FORWARDED, JOINT, NOTICE, PAGES, REPEALED, SPECIAL, make_items
from search_site import UNIT, serve, write_site
from served_site import wait_until

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The site's folder; not to be changed."""
    site = tmp_path_factory.mktemp("search") / "site"
    write_site(site, make_items(), PAGES, [["专精特新", "小巨人"]])
    return site


@pytest.fixture(scope="module")
def address(folder):
    """Where the site is served."""
    with serve(folder) as found:
        yield found


@contextlib.contextmanager
def opened(chromium, address):
    """A page that may ask nobody but its own host, and may not complain on the console."""
    context = chromium.new_context()
    strayed, complaints = [], []

    def stray(route):
        strayed.append(route.request.url)
        route.abort()

    context.route(re.compile(f"^(?!{re.escape(address)}|data:|blob:)"), stray)
    tab = context.new_page()
    tab.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    yield tab
    context.close()
    assert [] == strayed, "a search asked another host or a place outside of the site"
    assert [] == complaints, "the console shows errors"


@pytest.fixture
def page(chromium, address):
    """A page for a test that changes its state."""
    with opened(chromium, address) as tab:
        yield tab


@pytest.fixture(scope="module")
def desk(chromium, address):
    """The search page, opened once, into which many queries are typed."""
    with opened(chromium, address) as tab:
        tab.goto(f"{address}search.html")
        yield tab


def settled(page, state="done"):
    """Wait until the results stand in `state`; their index numbers in order."""
    page.wait_for_selector(f"#search-results[data-state={state}]", state="attached")
    return page.eval_on_selector_all("#search-results [data-index]", "all => all.map((e) => e.dataset.index)")


def search(page, address, **state):
    """Open the search page with ?q= and the rest, and wait for the results."""
    query = "&".join(f"{name}={value}" for name, value in state.items())
    page.goto(f"{address}search.html?{query}")
    return settled(page)


def ask(desk, query):
    """Type a query into the open page and wait for its results."""
    desk.fill("#q", query)
    desk.press("#q", "Enter")
    return settled(desk)


def status(page):
    """What is announced."""
    return page.inner_text("#search-status")


@pytest.mark.parametrize(
    "query",
    [
        *(
            "示工信发〔2024〕12号",
            "示工信发[2024]12号",
            "示工信发（2024）12号",
            "示工信发【2024】12号",
            "示工信发202412号",
        ),
        *(
            "示工信发2024 12",
            "示工信发 2024 12号",
            "示工信发〔2024〕 12",
            "信发〔2024〕12号",
            "示工信发２０２４１２号",
            "示工信发〔2024〕12",
        ),
        *(f"{UNIT}/2024-00901", f"{UNIT}2024-00901".lower(), f"{UNIT}202400901", "2024-00901"),
    ],
)
def test_number_in_any_spelling(desk, query):
    """Design 6: a document is found by its 文号 or index number in any spelling, and comes first."""
    found = ask(desk, query)
    assert NOTICE == found[0], f"{query} names one document"


@pytest.mark.parametrize("query", ["〔2024〕12号", "[2024]12号", "2024 12号"])
def test_number_without_its_letters(desk, query):
    """Design 6: year and number are enough, and 12 is not taken for 120."""
    found = ask(desk, query)
    assert (NOTICE, False) == (found[0], FORWARDED in found)


def test_bare_number(desk):
    """Design 6: 12号 finds the documents of that number before any other."""
    assert {NOTICE, REPEALED} == set(ask(desk, "12号")[:2])


@pytest.mark.parametrize(
    "query",
    [
        "2024年5月20日",
        "2024-05-20",
        "2024-5-20",
        "2024.5.20",
        "20240520",
        "2024 年 5 月 20 日",
        "２０２４－０５－２０",
    ],
)
def test_date_in_any_spelling(desk, query):
    """Design 6: a day is found however it is spelt here and in the text."""
    assert [NOTICE] == ask(desk, query)


@pytest.mark.parametrize("query", ["2026年1月15日", "2026年1月", "2026.01", "2026-01-15 预算"])
def test_day_of_the_document_itself(desk, query):
    """Design 6: documents of a day or month are found by it, though their text never names it."""
    assert BUDGET == ask(desk, query)[0]


def test_full_title_first(desk):
    """Design 6: what bears exactly the title that was typed stands above what forwards it."""
    found = ask(desk, "关于实施《示例市专精特新企业培育办法》的通知")
    assert [NOTICE, FORWARDED] == found[:2]


@pytest.mark.parametrize(
    "query",
    [
        "特新企",
        "施示例市专精",
        "精特新企业培育办",
        "营业收入应当在3",
        "鹅卵石",
        "规范专精特新企业",
        "3.5亿元",
    ],
)
def test_any_fragment(desk, query):
    """Design 6: every fragment of title or body is found, also one that cuts words or leaves out quotation marks."""
    assert NOTICE in ask(desk, query)[:2]


def test_one_wrong_character(desk):
    """Design 6: one wrong character relaxes the search, and the page says that nothing fits entirely."""
    found = ask(desk, "专精特薪企业培育办法")
    assert NOTICE in found[:2]
    assert "没有完全相符" in status(desk)


def test_several_words(desk):
    """Design 6: topics in several words need not stand together; what holds all of them is counted as found."""
    found = ask(desk, "奖补 OFD 阅读器")
    assert JOINT == found[0]
    assert status(desk).startswith("找到 1 条信息"), status(desk)


def test_quoted_phrase(desk):
    """Design 6: a quoted phrase must stand as it is."""
    assert JOINT in ask(desk, "拨付 资金")
    assert JOINT in ask(desk, "“资金拨付”")
    assert [] == ask(desk, "“拨付资金” 奖补")


def test_single_character(desk):
    """Design 6: one character is a query too, wherever in a run it stands."""
    assert [NOTICE] == ask(desk, "鹅"), "a character of a body that begins a pair"
    assert {NOTICE, FORWARDED} == set(ask(desk, "育")), "a character of titles"


def test_hand_written_page(desk, address):
    """Design 6: hand-written pages are found beside the items."""
    ask(desk, "珍珠岩")
    assert f"{address}about.html" == desk.get_attribute("#search-results a >> nth=0", "href") or (
        f"{address}about.html" == desk.eval_on_selector("#search-results a", "a => a.href")
    )


def test_excerpt_is_the_text(desk):
    """Design 6: excerpts are the document's own words with all their marks; markup in them stays text."""
    ask(desk, "鹅卵石")
    shown = desk.inner_text("[data-index] .entry__summary")
    assert "……<b>不是标记</b>&amp;第三条 鹅卵石采购不适用本办法。" in shown, shown
    assert ["鹅卵石"] == desk.eval_on_selector_all(
        "[data-index] mark", "all => all.map((e) => e.textContent)"
    )
    assert 0 == desk.locator("#search-results b").count(), "a text became markup"


def test_result_says_what_it_is(desk, address):
    """Design 4 and 6: a result shows title, dates, numbers, office, and that a document is no longer in force."""
    ask(desk, "废止部分文件")
    shown = desk.inner_text(f"[data-index='{REPEALED}']")
    for fact in (
        "关于废止部分文件的决定",
        "废止",
        "示工信发〔2023〕12号",
        REPEALED,
        "示例市工业和信息化局",
        "2023-03-02",
    ):
        assert fact in shown, f"{fact} is missing from {shown}"
    link = desk.eval_on_selector(f"[data-index='{REPEALED}'] a", "a => a.href")
    assert f"{address}items/2023/2023-00903.html" == link


def test_filters_from_the_address(page, address):
    """Design 6: ?office= &category= &year= &validity= &theme= narrow the results; two values of one widen it."""
    assert [REPEALED] == search(page, address, validity="废止")
    assert [JOINT, BUDGET] == search(page, address, office="示例市财政局")
    assert [BUDGET] == search(page, address, category="财政预决算", q="预算")
    assert [JOINT] == search(page, address, office="示例市工业和信息化局", q="奖补资金")
    everything = search(page, address, q="技术改造")
    assert 5 == len(everything), "five forms of one subject"
    one = search(page, address, q="技术改造", year="2022")
    assert (1, "找到 1 条信息。") == (len(one), status(page))
    page.goto(f"{address}search.html?q=技术改造&year=2022&year=2026")
    two = settled(page)
    assert (2, True) == (len(two), set(one) < set(two) < set(everything)), "one year or the other"
    assert 3 == len(search(page, address, q="技术改造", theme="综合政务"))
    assert 0 == len(search(page, address, q="技术改造", theme="综合政务", validity="废止")), (
        "both, not either"
    )


def test_filter_counts(page, address):
    """Design 6: each value tells how many results it would leave; ticking it leaves that many, and says so."""
    search(page, address, q="技术改造")
    page.click("#search-form summary")
    rows = page.locator("#filter-year label")
    rows.first.wait_for()
    expected = {re.sub(r"\s", "", row): 0 for row in rows.all_inner_texts()}
    for row in expected:
        year, count = re.fullmatch(r"(\d{4})（(\d+)）", row).groups()
        page.check(f"#filter-year input[value='{year}']")
        wait_until(
            page,
            "([count]) => document.querySelector('#search-form summary').textContent.includes('已选 1 项')"
            " && document.querySelector('#search-status').textContent.includes(` ${count} `)",
            arg=[count],
        )
        assert year == page.evaluate("new URLSearchParams(location.search).get('year')")
        page.uncheck(f"#filter-year input[value='{year}']")
        wait_until(page, "document.querySelector('#search-form summary').textContent === '筛选'")
    assert page.get_attribute("#search-filters", "class"), "the filters stand in the form's fieldset"


def test_order_by_date(page, address):
    """Design 6: order=date puts the newest publication first."""
    search(page, address, q="技术改造", order="date")
    dates = page.eval_on_selector_all(
        "#search-results .entry__date time", "all => all.map((e) => e.textContent)"
    )
    assert sorted(dates, reverse=True) == dates
    assert len(dates) > 3, "more than one date to be put in order"


def test_ten_at_a_time(page, address):
    """Design 6: ten results at first, ten more on request, and the keyboard goes on at the first new one."""
    found = search(page, address, q="工作")
    assert 10 == len(found)
    page.click("#search-more")
    wait_until(page, "document.querySelectorAll('#search-results [data-index]').length === 20")
    assert "已显示 20 条" in status(page)
    eleventh = page.evaluate(
        "document.querySelectorAll('#search-results [data-index]')[10].contains(document.activeElement)"
    )
    assert eleventh, "focus is on the eleventh result"
    everything = settled(page)
    assert len(set(everything)) == len(everything), "no result twice"


def test_state_in_the_address(page, address):
    """Design 6: typing, filters and order are in the address; back and forward bring each state back."""
    search(page, address, q="技术改造")
    first = settled(page)
    page.fill("#q", "绿色工厂")
    page.press("#q", "Enter")
    wait_until(page, "document.querySelector('#search-results a').textContent.includes('绿色工厂')")
    assert "绿色工厂" == page.evaluate("new URLSearchParams(location.search).get('q')")
    page.select_option("#order", "date")
    page.wait_for_url("**order=date**")
    page.go_back()
    page.go_back()
    wait_until(page, "document.querySelector('#search-results a').textContent.includes('技术改造')")
    assert ("技术改造", "relevance") == (page.input_value("#q"), page.input_value("#order"))
    assert first == settled(page)
    page.go_forward()
    wait_until(page, "document.querySelector('#search-results a').textContent.includes('绿色工厂')")


def test_typing(page, address):
    """Design 6: results follow the typing without a click; an empty box empties them."""
    page.goto(f"{address}search.html")
    settled(page, "idle")
    page.type("#q", "无线电")
    assert settled(page)
    page.fill("#q", "")
    settled(page, "idle")
    assert ("", "") == (status(page), page.inner_text("#search-results"))


def test_keyboard(page, address):
    """Design 8: / goes to the box, arrows go through the results and back, Enter opens."""
    search(page, address, q="技术改造")
    page.press("body", "/")
    assert "q" == page.evaluate("document.activeElement.id")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    second = page.evaluate("document.activeElement.href")
    assert second == page.eval_on_selector_all("#search-results .entry__title a", "all => all[1].href")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert "q" == page.evaluate("document.activeElement.id")
    page.keyboard.press("ArrowDown")
    with page.expect_request(lambda request: "/items/" in request.url):
        page.keyboard.press("Enter")


def test_nothing_found(desk, address):
    """Design 6 and 10: no hit is said plainly, with ways on: fewer words, browsing, applying (依申请公开)."""
    assert [] == ask(desk, "量子飞船龘")
    assert "没有找到与“量子飞船龘”相符的信息。" == status(desk)
    links = desk.eval_on_selector_all("#search-results a", "all => all.map((a) => a.href)")
    assert [f"{address}catalog/index.html", f"{address}apply.html"] == links
    assert "减少检索词" in desk.inner_text("#search-results")


def test_nothing_left_by_the_filters(page, address):
    """Design 6: filters that leave nothing can be taken away at once."""
    assert [] == search(page, address, q="预算公开", year="2019")
    page.click("#search-clear")
    page.wait_for_selector(f"[data-index='{BUDGET}']")
    assert page.evaluate("new URLSearchParams(location.search).get('year')") is None


def test_markup_in_the_query(desk):
    """Design 6: what is typed or linked is never run."""
    ask(desk, "<img src=x onerror=alert(1)>龘")
    assert 0 == desk.locator("#search-results img").count()


def test_index_out_of_reach(chromium, folder):
    """Design 6: an index that does not load is an error that is told, with a way on, and can be tried again."""
    with serve(folder) as address:
        context = chromium.new_context()
        page = context.new_page()
        context.route("**/search/**", lambda route: route.abort())
        page.goto(f"{address}search.html?q=技术改造")
        assert [] == settled(page, "error")
        assert "检索暂时不能使用" in status(page)
        assert f"{address}catalog/index.html" == page.eval_on_selector("#search-results a", "a => a.href")
        context.unroute("**/search/**")
        page.reload()
        assert settled(page)
        context.close()


def samples():
    """Texts of every kind of character that titles, numbers and bodies hold."""
    texts = [view.item.title + text for view, text, *_ in make_items()]
    texts += [
        "示工信发〔2026〕12号",
        "ＡＢｃ１２ⅱ⼯㎡①②★",
        "a_b-c|d^e¦f",
        "𠀀𠀁々〇一",
        "“引”《书》（括）【方】·、 \u3000x",
    ]
    chance = Random(5)  # noqa: S311 (no secret)
    letters = "工信发展局《》（）“”‘’【】〔〕[]、·，。；：！？…— 　\n0１aＡ①Ⅲ★_-^|¦𠀀々〇.%&<>'\""
    return texts + ["".join(chance.choices(letters, k=chance.randint(1, 30))) for _ in range(400)]


def test_queries_are_cut_like_texts(desk):
    """Design 6: one way of cutting: what the page makes of a text is what the index holds of it."""
    texts = samples()
    cut = desk.evaluate(
        "(texts) => texts.map((text) => DisclosureQuery.tokens(DisclosureQuery.normalise(text)).map((t) => t.token))",
        texts,
    )
    for text, tokens in zip(texts, cut, strict=True):
        said = normalise(text)
        # A character that ends a run is a token of the page alone: it is no pair.
        known = [t for t in tokens if len(t) > 1 or not re.match("[\u3005\u3007\u3400-\u9fff]", t)]
        expected = [*pair_names(pairs(said)), *words(said)]
        assert sorted(expected) == sorted(known), f"{text!r} is cut differently"


def test_inflate(desk):
    """Section 1: the page unpacks what Python packed, of every kind of block."""
    chance = Random(7)  # noqa: S311 (no secret)
    kinds = [
        b"",
        b"a",
        b"ab" * 9000,
        bytes(range(256)) * 3,
        chance.randbytes(70_000),
        "公开信息，".encode() * 500,
    ]
    packed = []
    for data in kinds:
        for level in (0, 1, 9):
            deflate = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
            bare = deflate.compress(data) + deflate.flush()
            packed.append((b64encode(data).decode(), b64encode(bare).decode()))
    same = """(rows) => {
      const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      return rows.map(([data, packed]) => {
        const out = DisclosureStore.inflate(bytes(packed)), expected = bytes(data);
        return out.length === expected.length && expected.every((byte, n) => byte === out[n]);
      });
    }"""
    assert [True] * len(packed) == desk.evaluate(same, packed)
    broken = "() => { try { DisclosureStore.inflate(Uint8Array.from([7, 255, 1])); return false; } catch (e) { return true; } }"
    assert desk.evaluate(broken), "damaged data is told"


def test_in_attachment(desk, address):
    """Section 1: what stands in an attachment alone is found, shown as such, and leads to the file's text."""
    assert JOINT == ask(desk, "凹凸棒石黏土")[0]
    row = desk.locator(f"[data-index='{JOINT}'] .entry__summary")
    assert row.inner_text().startswith("附件 申报表：")
    assert f"{address}files/2026/2026-00905/form.xlsx.html" == row.locator("a").evaluate("a => a.href")


def test_other_words(desk):
    """Section 2: synonyms of the catalog (catalog/synonyms.yml) find what is called by the other name."""
    assert NOTICE in ask(desk, "小巨人企业培育办法")[:2]


def test_question(desk):
    """Section 2: a question in everyday words finds the document: the words of asking are not looked for."""
    assert NOTICE in ask(desk, "请问怎么申请专精特新企业培育")[:3]


def test_traditional_characters(desk):
    """Section 2: what is typed in traditional characters finds simplified texts."""
    assert NOTICE == ask(desk, "專精特新企業培育辦法")[0]


def test_did_you_mean(desk):
    """Section 2: without an exact hit the page offers what is nearly the same, and takes it with one key."""
    ask(desk, "散装水尼管理办法")
    button = desk.locator(".search__meant button")
    assert "散装水泥管理办法" == button.inner_text()
    button.press("Enter")
    wait_until(desk, "document.querySelector('#search-status').textContent.startsWith('找到')")
    assert ("散装水泥管理办法", "q") == (
        desk.input_value("#q"),
        desk.evaluate("document.activeElement.id"),
    )


def test_suggestions(desk):
    """Section 2: words of the catalog complete what is typed; each is a button that the keyboard reaches."""
    desk.fill("#q", "关于 财政")
    rows = desk.locator("#search-suggestions button")
    rows.first.wait_for()
    assert ["财政预决算", "示例市财政局"] == rows.all_inner_texts()
    rows.nth(1).press("Enter")
    assert "关于 示例市财政局" == desk.input_value("#q")


def test_fewer_words(desk):
    """Section 2: where nothing is found, each word can be searched alone."""
    assert [] == ask(desk, "量子龘 飞船龘")
    assert ["量子龘", "飞船龘"] == desk.locator("#search-results .search__try").all_inner_texts()


def test_from_a_stick(chromium, folder):
    """Section 1: the same files serve when the page is opened from a disk, without any server."""
    context = chromium.new_context()
    tab = context.new_page()
    tab.goto(f"{folder.as_uri()}/search.html?q=示工信发202412号")
    assert NOTICE == settled(tab)[0]
    context.close()


def test_published_anew_while_open(chromium, tmp_path):
    """Section 1: a page that stood open while the site was published anew asks again, by the new names."""
    site = tmp_path / "site"
    write_site(site, SPECIAL[:2])
    with serve(site) as address:
        context = chromium.new_context()
        tab = context.new_page()
        tab.goto(f"{address}search.html")
        tab.evaluate("DisclosureIndex.open().then(() => null)")
        shutil.rmtree(site)
        write_site(site, SPECIAL[:3])
        assert [REPEALED] == ask(tab, "废止部分文件的决定")[:1]
        context.close()
