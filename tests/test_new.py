"""`disclosure new` and `disclosure renumber`: numbers from the program, answers in Chinese, nothing overwritten."""

import docx_maker
import pytest
import site_maker
from click.testing import CliRunner
from disclosure.verbs import new, renumber
from docx_maker import PNG

TODAY = site_maker.TODAY
SET = {
    "category": "其他政策文件",
    "title": "关于开展检查的通知",
    "document_number": "示工信发〔2026〕5号",
    "office": "示例县工业和信息化局",
    "disclosure": "主动公开",
    "formed": "2026-06-01",
    "summary": "部署安全检查。",
    "contact.department": "产业科",
    "contact.phone": "0990-5560102",
}


@pytest.fixture
def site(make_site):
    return make_site()


def run_new(site, *arguments, answers=(), **given):
    pairs = [part for key, value in given.items() for part in ("--set", f"{key}={value}")]
    return CliRunner().invoke(
        new.command,
        ["--site", str(site.root), "--today", TODAY, *arguments, *pairs],
        input="".join(f"{answer}\n" for answer in answers),
    )


def run_renumber(site, *arguments):
    return CliRunner().invoke(renumber.command, [*arguments, "--site", str(site.root), "--today", TODAY])


def errors(site, *besides):
    return [r for r in site.check() if r.severity == "error" and r.code not in besides]


def highest(site):
    return max(p.stem for p in (site.root / "content/items/2026").glob("*.md"))


def test_every_needed_field_is_asked_for_in_chinese(site):
    """The issue: new asks in Chinese; choices by number, a wrong answer is explained and asked again."""
    answers = [
        2,
        "关于开展检查的通知",
        "示工信发〔2026〕5号",
        "",
        1,
        "2026-02-30",
        "2026-06-01",
        "部署安全检查。",
        3,
        "",
    ]
    done = run_new(site, answers=answers)
    assert 0 == done.exit_code, done.output
    assert "   2  其他政策文件" in done.output
    assert "不是有效的日期：2026-02-30" in done.output
    path = f"content/items/2026/{highest(site)}.md"
    assert path in done.output
    text = site.read(path)
    for line in (
        "category: 其他政策文件",
        "office: 示例县工业和信息化局",
        "formed: 2026-06-01",
        "  phone: 0990-5560102",
    ):
        assert f"{line}\n" in text
    assert [] == errors(site, "B010"), "only the text is still to be written"


def test_numbers_go_on_after_the_highest_ever_used(site):
    """条例第十二条: neither an id nor an index number comes again, not even of a withdrawn item."""
    site.write(
        "catalog/status/2026-00040.yml",
        "format: 1\nwithdrawn: {kind: 一般撤回, index: 990203009/2026-00050}\n",
    )
    done = run_new(site, "--no-input", **SET)
    assert "已登记 2026-00041，索引号 990203009/2026-00051。" in done.output
    assert "index: 990203009/2026-00051\n" in site.read("content/items/2026/2026-00041.md")


def test_a_script_can_register_without_questions(site):
    done = run_new(site, "--no-input", **SET, keywords="检查、安全", replaces="2026-00001")
    assert 0 == done.exit_code, done.output
    text = site.read(f"content/items/2026/{highest(site)}.md")
    assert "keywords: [检查, 安全]\n" in text
    assert "replaces: [2026-00001]\n" in text


@pytest.mark.parametrize("key", ["title", "summary", "contact.phone", "document_number"])
def test_nothing_is_registered_while_something_is_missing(site, key):
    """X13: half an item is none; what the category asks for counts too."""
    before = site_maker.tree(site.root)
    done = run_new(site, "--no-input", **{k: v for k, v in SET.items() if k != key})
    assert 1 == done.exit_code
    assert "还缺" in done.output
    assert before == site_maker.tree(site.root)


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("formed", "2026-6-1", 1),
        ("office", "无此局", 1),
        ("index", "990203009/2026-00001", 2),
        ("nonsense", "1", 2),
    ],
)
def test_a_wrong_value_registers_nothing(site, key, value, code):
    before = site_maker.tree(site.root)
    assert code == run_new(site, "--no-input", **{**SET, key: value}).exit_code
    assert before == site_maker.tree(site.root)


def test_a_call_for_applications_asks_for_its_own_fields(site):
    """条例第二十条第（五）项: what a category asks for is asked when it is chosen."""
    given = {k: v for k, v in SET.items() if k != "document_number"} | {"category": "项目申报"}
    answers = ["2026-07-01", "2026-07-31", "本县工业企业", "县工信局产业科"]
    done = run_new(site, answers=answers, **given)
    assert 0 == done.exit_code, done.output
    text = site.read(f"content/items/2026/{highest(site)}.md")
    assert (
        "apply_from: 2026-07-01\napply_until: 2026-07-31\nwho: 本县工业企业\nwhere: 县工信局产业科\n" in text
    )


def test_a_word_file_fills_in_what_it_says(site, tmp_path):
    """Design 1: the officer hands in Word; title, number, date, text and pictures come from it."""
    source = tmp_path / "通知.docx"
    parts = [*docx_maker.notice(), docx_maker.picture("rId10", "场地")]
    source.write_bytes(docx_maker.docx(parts, media={"image1.png": PNG}))
    given = {k: SET[k] for k in ("category", "office", "disclosure", "contact.department", "contact.phone")}
    done = run_new(site, "--no-input", "--from", str(source), **given)
    assert 0 == done.exit_code, done.output
    identifier = highest(site)
    text = site.read(f"content/items/2026/{identifier}.md")
    assert "title: 示例市工业和信息化局关于举办技能比赛的通知\n" in text
    assert "document_number: 示工信发〔2026〕7号\n" in text
    assert "formed: 2026-05-20\n" in text
    assert "![场地](picture-1.png)" in text
    assert (site.root / f"content/files/2026/{identifier}/picture-1.png").is_file()
    assert [] == errors(site)


def test_an_attached_file_gets_a_name_that_every_system_reads(site, tmp_path):
    """条例第二十四条 (下载): the Chinese name is the title, the file's name is plain."""
    source = tmp_path / "检查 表.CSV"
    source.write_text("甲,乙\n", encoding="utf-8")
    run_new(site, "--no-input", "--attach", str(source), "--attach", str(source), **SET)
    identifier = highest(site)
    names = sorted(p.name for p in (site.root / f"content/files/2026/{identifier}").iterdir())
    assert ["attachment-1.csv", "attachment-2.csv"] == names
    assert "  - file: attachment-1.csv\n    title: 检查 表\n" in site.read(
        f"content/items/2026/{identifier}.md"
    )


def test_an_unreadable_word_file_is_told(site, tmp_path):
    (tmp_path / "a.docx").write_bytes(b"nothing")
    done = run_new(site, "--no-input", "--from", str(tmp_path / "a.docx"), **SET)
    assert (2, True) == (done.exit_code, "I006" in done.output)


def test_a_draft_gets_another_number_and_is_followed_everywhere(site):
    """The issue: provisional ids are renumbered by a command; links, relations, files and status follow."""
    site.add_item(
        "2026-00060", body="见[通知](item:2026-00061)，编号2026-00061。\n", extra="replaces: [2026-00061]\n"
    )
    site.add_item(
        "2026-00061", body="见[附件](a.csv)。\n", extra="attachments:\n  - {file: a.csv, title: 附件}\n"
    )
    site.write("content/files/2026/2026-00061/a.csv", "甲\n")
    site.write("catalog/status/2026-00061.yml", "format: 1\ntopic: 检查\n")
    site.write(
        "catalog/status/2026-00062.yml", "format: 1\nwithdrawn: {kind: 一般撤回, successor: 2026-00061}\n"
    )
    site.write("catalog/redirects.csv", "from,to\nold/2026-00061.htm,2026-00061\n")
    before = errors(site)
    done = run_renumber(site, "2026-00061", "--to", "2026-00070")
    assert 0 == done.exit_code, done.output
    text = site.read("content/items/2026/2026-00060.md")
    assert "replaces: [2026-00070]\n" in text
    assert "见[通知](item:2026-00070)，编号2026-00061。\n" in text, "words of the text are nobody's to change"
    assert "index: 990203009/2026-00061\n" not in site.read("content/items/2026/2026-00070.md")
    assert "from,to\nold/2026-00061.htm,2026-00070\n" == site.read("catalog/redirects.csv")
    assert "successor: 2026-00070" in site.read("catalog/status/2026-00062.yml")
    assert (site.root / "catalog/status/2026-00070.yml").is_file()
    assert (site.root / "content/files/2026/2026-00070/a.csv").is_file()
    assert not (site.root / "content/items/2026/2026-00061.md").exists()
    assert before == errors(site)


def test_without_a_wish_the_next_free_number_is_taken(site):
    site.add_item("2026-00061")
    assert "2026-00061 改为 2026-00062" in run_renumber(site, "2026-00061").output


def test_imported_history_keeps_its_index_number(site):
    site.add_item("2026-00061", extra="imported: {source: 原网站}\n")
    run_renumber(site, "2026-00061", "--to", "2026-00070")
    assert "index: 990203009/2026-00061\n" in site.read("content/items/2026/2026-00070.md")


_LEDGER = '{"id":"2026-00061","revision":1}\n'


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("catalog/ledger.jsonl", _LEDGER),
        ("catalog/approvals/2026/2026-00061.jsonl", "{}\n"),
        ("catalog/approvals/2026/2026-00060.jsonl", "{}\n"),
    ],
)
def test_what_is_approved_keeps_its_number(site, path, content):
    """Design 4 and 5: an address that was approved is a promise; so are the bytes of what refers to it."""
    site.add_item("2026-00060", body="见[通知](item:2026-00061)。\n")
    site.add_item("2026-00061")
    site.write(path, content)
    before = site_maker.tree(site.root)
    assert 1 == run_renumber(site, "2026-00061").exit_code
    assert before == site_maker.tree(site.root)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2026-00061", "2026-00001"),
        ("2026-00061", "2026-1"),
        ("2026-00099", ""),
        ("../../x", ""),
        ("2026-00061", "2026-00061"),
    ],
)
def test_a_taken_or_wrong_number_changes_nothing(site, old, new):
    site.add_item("2026-00061")
    before = site_maker.tree(site.root)
    done = run_renumber(site, old, *(["--to", new] if new else []))
    assert 1 == done.exit_code, done.output
    assert before == site_maker.tree(site.root)
