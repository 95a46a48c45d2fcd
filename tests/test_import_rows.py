"""`disclosure import`: each row answered for itself, history marked as such, nothing doubled, nothing overwritten."""

import gzip
import json
import re

import pytest
import site_maker
import yaml
from disclosure.intake.register import ImportRegister
from disclosure.problems import problem_kinds
from disclosure.read.item_file import split_front_matter
from disclosure.verbs.import_ import import_source

TODAY = "2026-06-15"
ROW = {
    "id": "a1",
    "title": "关于公布目录的通知",
    "doc_number": "示工信发[2019]3号",
    "office": "示例县工业和信息化局",
    "date": "2019年6月11日",
    "category": "其他政策文件",
    "url": "https://old.example.gov.cn/1.html",
    "text": "各单位：\n现公布目录，请查阅。\n示例县工业和信息化局",
}


class Office:
    """A site folder and a source file, imported as often as a test likes."""

    def __init__(self, folder):
        self.root = folder / "office"
        self.source = folder / "old-site.jsonl"

    def write(self, *rows, name=""):
        if name:
            self.source = self.source.with_name(name)
        lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
        self.source.write_bytes("\n".join(lines).encode())
        return self

    def run(self, **options):
        return import_source(self.root, self.source, TODAY, **options)

    def values(self, identifier):
        """The front-matter of an item as plain values, and its body."""
        path = self.root / "content" / "items" / identifier[:4] / f"{identifier}.md"
        head, body, _ = split_front_matter(path.read_text(encoding="utf-8"))
        return yaml.load(head, Loader=yaml.BaseLoader), body  # noqa: S506 (every scalar stays text)

    def ids(self):
        return sorted(path.stem for path in (self.root / "content" / "items").glob("*/*.md"))

    def errors(self):
        return [row for row in site_maker.check_rows(self.root, TODAY) if row.severity == "error"]


@pytest.fixture
def office(tmp_path):
    return Office(tmp_path)


def told(capsys, *codes):
    """The codes that the last run printed, without the given ones."""
    return [code for code in re.findall(r"\b(I\d{3})\b", capsys.readouterr().out) if code not in codes]


def test_a_row_becomes_an_item_with_its_own_words(office, capsys):
    """Imported items say so, and keep the original date, number, source and text."""
    assert 0 == office.write(ROW).run()
    values, body = office.values("2019-00001")
    expected = {
        "title": "关于公布目录的通知",
        "index": "000000000/2019-00001",
        "document_number": "示工信发[2019]3号",
        "category": "其他政策文件",
        "office": "示例县工业和信息化局",
        "disclosure": "主动公开",
        "formed": "2019-06-11",
        "published": "2019-06-11",
        "summary": "现公布目录，请查阅。",
        "imported": {"source": "old-site.jsonl", "url": "https://old.example.gov.cn/1.html"},
    }
    assert expected == values
    assert "\n各单位：\n\n现公布目录，请查阅。\n\n示例县工业和信息化局\n" == body
    assert [] == told(capsys)
    assert [] == office.errors()


def test_what_history_lacks_is_only_a_warning(office):
    """The issue: a missing 文号, office, category or date of an imported item is a warning."""
    assert 0 == office.write({"text": "关于停水的通知\n明天停水。"}).run()
    rows = [row for row in site_maker.check_rows(office.root, TODAY) if row.item]
    assert {"warning"} == {row.severity for row in rows}
    assert {"category", "office", "formed", "contact"} <= {row.field for row in rows if row.code == "F001"}


def test_a_second_run_changes_no_byte(office):
    """Can be run again without doubling anything: the whole folder stays as it is."""
    office.write(ROW, {**ROW, "id": "a2", "office": "示例省财政厅", "category": "旧栏目/会议"}).run()
    before = site_maker.tree(office.root)
    assert 0 == office.run()
    assert before == site_maker.tree(office.root)


def test_the_same_rows_under_another_file_name_double_nothing(office, capsys):
    office.write(ROW).run()
    capsys.readouterr()
    office.write(ROW, name="again.jsonl").run()
    assert (["2019-00001"], ["I007"]) == (office.ids(), told(capsys))


def test_rows_that_share_an_id_are_both_kept(office):
    """Old exports number badly: two documents of one number are two items, in every run."""
    office.write(ROW, {**ROW, "title": "关于另一件事的通知"}).run()
    office.run()
    assert ["2019-00001", "2019-00002"] == office.ids()


def test_a_changed_row_updates_its_item_in_place(office):
    office.write(ROW).run()
    office.write({**ROW, "title": "关于公布新目录的通知", "date": "2020-01-02"}).run()
    values, _ = office.values("2019-00001")
    assert ("关于公布新目录的通知", "2020-01-02", "000000000/2019-00001") == (
        values["title"],
        values["formed"],
        values["index"],
    ), "address and index number stay for ever"
    assert ["2019-00001"] == office.ids()


def test_what_a_person_changed_is_not_overwritten(office, capsys):
    office.write(ROW).run()
    path = office.root / "content/items/2019/2019-00001.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n补充一句。\n", encoding="utf-8")
    office.write({**ROW, "title": "关于公布新目录的通知"}).run()
    assert ["I005"] == told(capsys)
    assert "补充一句。" in path.read_text(encoding="utf-8")


def test_what_a_person_deleted_does_not_come_back(office, capsys):
    office.write(ROW, {**ROW, "id": "a2"}).run()
    (office.root / "content/items/2019/2019-00001.md").unlink()
    office.run()
    assert (["2019-00002"], ["I013"]) == (office.ids(), told(capsys))
    office.write(ROW, {**ROW, "id": "a2"}, {**ROW, "id": "a3"}).run()
    assert ["2019-00002", "2019-00003"] == office.ids(), "a number once given is not given again"


def test_a_run_that_was_broken_off_is_finished_by_the_next(office):
    """The register is written before the item: what it names last may lack its file."""
    office.write(ROW).run()
    whole = site_maker.tree(office.root)
    (office.root / "content/items/2019/2019-00001.md").unlink()
    office.run()
    assert whole == site_maker.tree(office.root)


def test_a_torn_register_line_costs_only_itself(office, capsys):
    office.write(ROW).run()
    with (office.root / "catalog/imports.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"key": "old-site/a2", "id"')
    assert 1 == office.write(ROW, {**ROW, "id": "a3"}).run()
    assert (["2019-00001", "2019-00002"], ["I016"]) == (office.ids(), told(capsys))
    assert "2019-00002" == ImportRegister(office.root).records["old-site/a3"].id


def test_a_made_site_learns_offices_and_categories(office):
    """A scratch site takes over the vocabulary of its source; a path keeps its most telling part."""
    rows = [
        {**ROW, "id": "1", "office": "示例省财政厅 示例省税务局", "category": "甲/部门规章/乙"},
        {**ROW, "id": "2", "office": "示例省税务局", "category": "栏目/会议纪要"},
        {**ROW, "id": "3", "office": "示例市人民政府", "category": "综合政务\\政务公开"},
        {**ROW, "id": "4", "office": "示例市人民政府", "category": "城乡建设、环境保护\\城乡建设(含住房)"},
    ]
    assert 0 == office.write(*rows).run()
    first, second, third, fourth = (office.values(f"2019-0000{n}")[0] for n in range(1, 5))
    assert ("示例省财政厅", ["示例省税务局"], "示例省财政厅") == (
        first["office"],
        first["joint_offices"],
        first["lead_office"],
    )
    assert ("部门规章", "会议纪要") == (first["category"], second["category"])
    assert ("综合政务\\政务公开", None) == (third["theme"], third.get("category"))
    assert "城乡建设、环境保护\\城乡建设（含住房）" == fourth["theme"], (
        "the width of brackets does not matter"
    )
    assert [] == office.errors()
    offices = (office.root / "catalog/offices.yml").read_text(encoding="utf-8")
    assert ["bureau", "imported-1", "imported-2", "imported-3"] == re.findall(r"id: (\S+)", offices)


def test_an_offices_own_lists_are_not_extended_unasked(make_site, office, capsys):
    """Lists that an office published change only when it says so; what does not fit is told and kept."""
    office.root = make_site().root
    before = (office.root / "catalog/offices.yml").read_bytes()
    office.write({**ROW, "office": "示例省财政厅", "category": "县工信局旧栏目"}).run()
    assert before == (office.root / "catalog/offices.yml").read_bytes()
    values, _ = office.values("2019-00001")
    assert ("office" in values, "category" in values) == (False, False)
    assert "发布机构: 示例省财政厅；" in values["imported"]["unmapped"] + "；"
    assert ["I003", "I003"] == told(capsys)


def test_extending_keeps_the_comments_of_the_files(make_site, office):
    office.root = make_site().root
    path = office.root / "catalog/offices.yml"
    path.write_text("# 甲\n" + path.read_text(encoding="utf-8") + "# 乙\n", encoding="utf-8")
    office.write({**ROW, "office": "示例省财政厅", "category": "会议"}).run(extend=True)
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# 甲\n")
    assert text.endswith("    kind: 联合发文单位\n# 乙\n")
    assert "  - id: imported-1\n    name: 示例省财政厅\n" in text
    assert "add:\n  - id: imported-1\n    name: 会议\n" in (office.root / "catalog/categories.yml").read_text(
        "utf-8"
    )
    assert [] == [row for row in office.errors() if row.item == "2019-00001"]


def test_short_names_and_other_spellings_find_the_office(make_site, office):
    office.root = make_site().root
    office.write({**ROW, "office": "县工信局"}).run()
    assert "示例县工业和信息化局" == office.values("2019-00001")[0]["office"]


@pytest.mark.parametrize(
    ("written", "formed", "published"),
    [
        ("2019-06-11", "2019-06-11", "2019-06-11"),
        ("2019/6/1", "2019-06-01", "2019-06-01"),
        ("20190611", "2019-06-11", "2019-06-11"),
        ("2019.06.11", "2019-06-11", "2019-06-11"),
        ("二〇一九年六月十一日", "2019-06-11", "2019-06-11"),
        ("2019-06-11T09:30:00+08:00", "2019-06-11", "2019-06-11 09:30"),
        ("2019-06-11 00:00:00", "2019-06-11", "2019-06-11"),
    ],
)
def test_dates_are_read_however_they_are_written(office, written, formed, published):
    office.write({**ROW, "date": written}).run()
    values, _ = office.values("2019-00001")
    assert (formed, published) == (values["formed"], values["published"])


@pytest.mark.parametrize("written", ["2019-02-30", "2019-6", "去年", "0", "2019-13-01", "99999999"])
def test_a_date_that_is_none_is_told_and_never_guessed(office, capsys, written):
    """Rows 4 and 5: the value goes into the note, the item takes its year from today."""
    assert 0 == office.write({**ROW, "date": written}).run()
    values, _ = office.values("2026-00001")
    assert ("formed" in values, "published" in values) == (False, False)
    assert f"成文日期: {written}" in values["imported"]["unmapped"]
    assert {"I003"} == set(told(capsys))
    assert [] == office.errors()


def test_a_right_index_number_is_kept_and_a_wrong_one_replaced(office, capsys):
    """条例第十二条 (索引): a number once given stays; a second claim or a wrong form is told."""
    rows = [
        {**ROW, "id": "1", "index_number": "000014349/2017-00110"},
        {**ROW, "id": "2", "index_number": "０００014349／2017-00110"},
        {**ROW, "id": "3", "index_number": "000014340/2017-00111"},
    ]
    office.write(*rows).run()
    found = [office.values(f"2019-0000{n}")[0]["index"] for n in (1, 2, 3)]
    assert ["000014349/2017-00110", "000000000/2019-00001", "000000000/2019-00002"] == found
    assert ["I003", "I003"] == told(capsys)
    assert [] == office.errors()


def test_what_may_not_be_public_stays_out(office, capsys):
    """Y7, Q41: a row marked 不予公开 never enters the repository; 依申请公开 comes without its text."""
    secret = {**ROW, "id": "1", "公开属性": "不予公开", "text": "内部讨论"}
    on_request = {
        **ROW,
        "id": "2",
        "公开属性": "依申请公开",
        "公开属性说明": "条例第二十七条",
        "text": "只供申请",
    }
    assert 1 == office.write(secret, on_request).run()
    assert ["I010", "I011"] == told(capsys)
    everything = "".join(p.read_text("utf-8") for p in sorted(office.root.rglob("*")) if p.is_file())
    assert "内部讨论" not in everything
    assert "只供申请" not in everything
    assert [] == office.errors()


def test_keys_without_a_field_are_told_once(office, capsys):
    office.write(*({**ROW, "id": str(n), "点击量": n + 1, "作者": {"姓": "张"}} for n in range(5))).run()
    found = capsys.readouterr().out
    assert 1 == found.count("点击量")
    assert "共 5 条" in found


def test_numbers_lists_and_empty_values_are_taken_as_text(office):
    """JSON of any shape is a row, never a traceback."""
    row = {
        "title": 2019,
        "text": "正文内容。",
        "tags": ["甲", "", None, 3],
        "office": None,
        "date": [],
        "url": {},
    }
    assert 0 == office.write(row).run()
    values, _ = office.values("2026-00001")
    assert ("2019", ["甲", "3"]) == (values["title"], values["keywords"])


def test_one_bad_row_never_stops_the_others(office, capsys):
    """Reports per row, never stops at the first bad row."""
    nested = '{"a":' * 5000 + "1" + "}" * 5000
    rows = [
        '{"id": 1',
        "[]",
        "",
        nested,
        '{"title": "\\ud800只有标题"}',
        ROW,
        '"文字"',
        {"text": "😀标题"},
    ]
    assert 1 == office.write(*rows).run()
    assert ["2019-00001", "2026-00001"] == office.ids()
    assert ["I001", "I001", "I001", "I001", "I002", "I012"] == sorted(told(capsys))


def test_a_compressed_source_is_read_and_a_torn_one_told(office, capsys):
    """.gz as well; what can be read of a torn file is imported."""
    lines = "\n".join(
        json.dumps({**ROW, "id": str(n), "pad": "，".join(map(str, range(n, 999)))}) for n in range(300)
    )
    data = gzip.compress(lines.encode(), mtime=0)
    office.source = office.source.with_name("old.jsonl.gz")
    office.source.write_bytes(data[: len(data) // 2])
    assert 1 == office.run()
    some = len(office.ids())
    assert 0 < some < 300
    assert "I006" in told(capsys)
    office.source.write_bytes(data)
    assert 0 == office.run()
    assert 300 == len(office.ids())


def test_a_folder_of_texts_in_old_encodings(office, tmp_path):
    """Regulations often come as .txt from old Windows: UTF-8 with its mark, UTF-16 and GBK are read."""
    folder = tmp_path / "texts"
    folder.mkdir()
    text = (
        "示例市财政局\n关于核对账目的通知\n\n各单位：\n　　请于月底前核对。\n\n示例市财政局\n2021年3月4日\n"
    )
    for name, encoding in (("a", "utf-8-sig"), ("b", "utf-16"), ("c", "gb18030")):
        (folder / f"{name}.txt").write_bytes((text + name).encode(encoding))
    (folder / "d.txt").write_bytes(b"\xff\xff\x00\x80")
    office.source = folder
    assert 1 == office.run()
    assert ["2021-00001", "2021-00002", "2021-00003"] == office.ids()
    for identifier in office.ids():
        values, body = office.values(identifier)
        assert "示例市财政局关于核对账目的通知" == values["title"]
        assert body.startswith("\n各单位：\n\n请于月底前核对。\n")


@pytest.mark.parametrize("name", ["old.csv", "empty"])
def test_what_is_no_source_is_misuse(tmp_path, name):
    source = tmp_path / name
    source.mkdir() if name == "empty" else source.write_text("a,b", encoding="utf-8")
    assert 2 == import_source(tmp_path / "office", source, TODAY)
    assert not (tmp_path / "office").exists(), "nothing is made for a source that can't be read"


def test_a_wrong_unit_code_is_misuse(office):
    """S010's rule holds from the first index number on."""
    office.write(ROW)
    assert 2 == office.run(unit_code="123456789")
    assert 0 == office.run(unit_code="990203009")
    assert "990203009/2019-00001" == office.values("2019-00001")[0]["index"]
    assert 2 == office.run(unit_code="000014349"), "and it does not change afterwards"


def test_the_report_holds_every_row(office, tmp_path):
    """Reports per row what it could not map: the screen shows the first of a kind, the file all."""
    rows = ({**ROW, "id": str(n), "date": "不详"} for n in range(60))
    office.write(*rows).run(report=tmp_path / "report.csv")
    text = (tmp_path / "report.csv").read_text("utf-8-sig")
    assert 120 == text.count("I003"), "formed and published of each of sixty rows"


def test_every_code_of_the_import_is_shown_here():
    """Design 3: a code that no test shows is no code."""
    shown = {
        "I001",
        "I002",
        "I003",
        "I004",
        "I005",
        "I006",
        "I007",
        "I008",
        "I009",
        "I010",
        "I011",
        "I012",
        "I013",
    }
    # Those of figures and of former registers are shown in their own tests (test_register_import.py).
    assert sorted(shown | {"I014", "I015", "I016", "I051", "I052", "I053"}) == sorted(
        c for c in problem_kinds() if c.startswith("I")
    )


def test_lost_links_and_used_up_numbers_are_told(office, capsys):
    """I008 and I015: a link that leads nowhere is told; the hundred-thousandth item of a year is refused."""
    office.write({**ROW, "text": "## 甲\n\n[附件](../1.doc)"}).run()
    assert ["I008"] == told(capsys)
    last = office.root / "content/items/2019/2019-99999.md"
    last.write_text((office.root / "content/items/2019/2019-00001.md").read_text("utf-8"), encoding="utf-8")
    assert 1 == office.write(ROW, {**ROW, "id": "b"}).run()
    assert "I015" in told(capsys)


def test_a_folder_that_cannot_be_written_is_told(office, tmp_path):
    """No traceback for any input: what stands in the way is named, and the exit code says that it cannot run."""
    office.write(ROW)
    (tmp_path / "office").mkdir()
    (tmp_path / "office" / "catalog").write_text("a file, no folder", encoding="utf-8")
    done = site_maker.run_command("import", str(office.source), "--site", str(office.root))
    assert 2 == done.returncode
    assert "Traceback" not in done.stderr
    assert "写不进去" in done.stderr
