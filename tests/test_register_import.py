"""A former register from a workbook (补录): counted with the others, never overwriting, and without any person in it."""

import datetime as dt
import io

import openpyxl
import pytest
from disclosure.registers.counts import count_applications, count_reviews
from disclosure.registers.read import read_registers
from register_maker import INTERNAL
from withdraw_maker import run_here

HEADS = (
    "编号",
    "申请人姓名",
    "申请人类别",
    "提交方式",
    "收到日期",
    "答复日期",
    "答复结果",
    "文号",
    "申请内容",
)
ROWS = (
    (
        "〔2024〕1号",
        "张某某",
        "自然人",
        "当面",
        dt.date(2024, 3, 4),
        "2024年3月20日",
        "予以公开",
        "答1号",
        "某文件",
    ),
    (
        "2024-2",
        "李某某",
        "商业企业",
        "互联网",
        "2024/3/5",
        "2024.3.28",
        "属于四类过程性信息",
        "答2号",
        "某数据",
    ),
    ("2024-0003", "王某某", "自然人", "挂号邮寄", "2024-12-20", None, None, None, "某方案"),
    ("2024-0004", "赵某某", "自然人", "当面", "2024-05-06", "2024-05-20", "其他", None, "某事项"),
    ("2024-0005", "某某", "自然人", "当面", "2024-05-06", "2024-05-20", "已办", "答5号", "某事项"),
    ("无", "某某", "自然人", "当面", "2024-05-06", None, None, None, ""),
)


def workbook(*sheets):
    """A workbook of sheets (title, rows)."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def office(make_site):
    site = make_site()
    site.edit(*INTERNAL)
    return site


def bring(site, file):
    return run_here(site, "import", str(file), "--register", "--today", "2026-06-15")


def test_a_former_register_is_brought_in(office, tmp_path):
    """Section 4: the time before adoption counts too; faulty rows are named by their line, the others are taken."""
    file = tmp_path / "台账.xlsx"
    reviews = (
        ("编号", "类型", "收到日期", "结案日期", "结果"),
        ("2024-1", "行政复议", "2024-06-03", "2024-08-01", "结果维持"),
    )
    file.write_bytes(workbook(("2024年申请", (HEADS, *ROWS)), ("复议诉讼", reviews)))
    done = bring(office, file)
    assert 1 == done.exit_code
    assert "台账.xlsx:6: 错误 L006" in done.output
    assert "台账.xlsx:7: 错误 I051" in done.output
    assert "没有读取的列：申请人姓名、申请内容" in done.output
    assert "新写入 5 件" in done.output
    cases, problems = read_registers(office.root / "catalog" / "registers")
    assert [] == problems
    table = count_applications(cases, 2024)
    assert (2, 1) == (
        table["granted"]["natural-person"] + table["other"]["natural-person"],
        table["refused-process"]["company"],
    )
    assert 1 == table["carried-out"]["natural-person"]
    assert 1 == count_reviews(cases, 2024)["review-upheld"]


def test_what_is_missing_is_named_as_the_table_names_it(office, tmp_path):
    """Section 4: who fills in a table knows its headings, not the names of fields: J21, the register of applications."""
    file = tmp_path / "台账.xlsx"
    place = HEADS.index("提交方式")
    without = tuple((*row[:place], *row[place + 1 :]) for row in (HEADS, *ROWS))
    emptied = (*ROWS[0][:place], None, *ROWS[0][place + 1 :])
    late = (*ROWS[1][: place + 1], "三月五日", *ROWS[1][place + 2 :])
    heads = tuple("办理结果" if head == "答复结果" else head for head in HEADS)
    file.write_bytes(
        workbook(
            ("甲", without), ("乙", (heads, emptied, late, ROWS[4])), ("说明", (("填表说明",), ("逐件填写",)))
        )
    )
    said = bring(office, file).output
    for part in (
        "台账.xlsx:1: 错误 I053：工作表“甲”缺少这些列：提交方式。",
        "台账.xlsx:2: 错误 S006：缺少设置“提交方式”。",
        "台账.xlsx:3: 错误 L007：案件 2024-0002 的“收到日期”不是",
        "台账.xlsx:4: 错误 L006：案件 2024-0005 的“办理结果”不能写",
        "新写入 0 件",
    ):
        assert part in said, said


def test_no_person_and_no_request_comes_along(office, tmp_path):
    """Duties 4.9: what names a person or repeats a request is not read, and stands in no file and no message."""
    file = tmp_path / "台账.xlsx"
    file.write_bytes(workbook(("申请", (HEADS, *ROWS))))
    said = bring(office, file).output
    written = "".join(
        p.read_text(encoding="utf-8") for p in (office.root / "catalog" / "registers").rglob("*.yml")
    )
    for word in ("张某某", "李某某", "某文件", "某数据"):
        assert word not in said + written


def test_a_second_run_changes_nothing_and_overwrites_nothing(office, tmp_path):
    """Design 7: as often as wanted."""
    file = tmp_path / "台账.xlsx"
    file.write_bytes(workbook(("申请", (HEADS, *ROWS[:2]))))
    assert 0 == bring(office, file).exit_code
    assert "新写入 0 件" in bring(office, file).output
    path = "catalog/registers/applications/2024/2024-0001.yml"
    office.edit(path, "自然人", "其他")
    done = bring(office, file)
    assert "I052" in done.output
    assert "其他" in office.read(path)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"a,b\n"])
def test_what_is_no_workbook_is_told(office, tmp_path, data):
    """Design 3: no input gives a traceback."""
    file = tmp_path / "x.xlsx"
    file.write_bytes(data)
    done = bring(office, file)
    assert 2 == done.exit_code
    assert "不是可以读取的 Excel" in done.output
