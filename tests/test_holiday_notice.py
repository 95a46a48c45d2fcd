"""The yearly holiday notice, pasted, becomes a calendar: every form since 2007, held against the shipped years."""

import subprocess
import sys
from contextlib import suppress

import pytest
from disclosure.intake.holiday_notice import NoNoticeError, read_notice
from disclosure.read.calendars import differing_days, read_calendar
from disclosure.working_days import shipped_calendar
from holiday_notices import SECTIONS, invented_text, notice_text
from hypothesis import given
from hypothesis import strategies as st
from site_maker import surroundings


@pytest.mark.parametrize("year", SECTIONS)
def test_a_notice_gives_the_shipped_year(year):
    """Issue 3: `calendar add` takes a notice's text; what it reads is what the shipped calendar says."""
    notice = read_notice(notice_text(year))
    assert (year, ()) == (notice.year, notice.doubts)
    assert [] == differing_days(notice.calendar_year("x"))
    shipped, made = shipped_calendar().years[year], notice.calendar_year("x")
    mine = {day for day in made.holidays if day.year == year}
    assert mine == {day for day in shipped.holidays if day in mine or (day.month, day.day) < (12, 29)}


@pytest.mark.parametrize("year", SECTIONS)
def test_years_marked_as_checked_agree_with_the_notice(year):
    """Decision 12: `checked` is a claim; these are the notices behind it."""
    number, issued, _ = SECTIONS[year]
    notice = read_notice(notice_text(year))
    assert number == notice.number
    assert bool(issued) is bool(notice.issued)
    assert (number or "关于") in notice.source


def test_the_calendars_called_checked_have_their_notice_here():
    """Decision 12: nothing is called compared that no notice here stands behind, but 2020, which was extended later."""
    checked = {number for number, year in shipped_calendar().years.items() if year.checked}
    assert {2020} == checked - SECTIONS.keys()


def test_a_notice_of_another_typing_is_read_too():
    """Pasted text has other brackets, spaces and line ends."""
    text = notice_text(2026).translate(str.maketrans("（）：，", "():,")).replace("\n", "\r\n\r\n   ")
    assert read_notice(notice_text(2026)) == read_notice(text.replace("月", " 月 "))
    numbered = notice_text(2026)
    for figure, word in enumerate("一二三四五六七", 1):
        numbered = numbered.replace(f"{word}、", f"{figure}.", 1)
    assert read_notice(notice_text(2026)).arrangements == read_notice(numbered).arrangements


@pytest.mark.parametrize(
    ("old", "new", "doubt"),
    [
        ("1月4日（周日）", "1月4日（周六）", "2026-01-04 是周日，通知写周六"),
        ("放假调休，共9天", "放假调休，共8天", "共 8 天，读出的是 9 天"),
        ("2月14日（周六）、", "2月13日（周五）、", "不是周末"),
        ("5月9日（周六）上班", "5月3日（周日）上班", "既放假又上班"),
        ("三、清明节：4月4日（周六）至6日（周一）放假，共3天。\n", "", "没有找到清明节"),
        ("6月19日（周五）至21日", "6月31日（周五）至21日", "没有“6月31日(周五)”这一天"),
        ("9月25日（周五）至27日（周日）放假", "9月25日（周五）另行通知", "看不懂“9月25日(周五)另行通知”"),
        ("4月4日（周六）至6日（周一）放假，共3天", "另行通知", "清明节：没有读出放假的日子"),
        ("10月1日（周四）至7日", "10月7日（周三）至1日", "看不懂从"),
    ],
)
def test_what_contradicts_itself_is_said(old, new, doubt):
    """Issue 3: weekday names and counts are checked; a doubt is said and nothing is guessed."""
    text = notice_text(2026)
    assert 1 == text.count(old)
    doubts = read_notice(text.replace(old, new)).doubts
    assert any(doubt in found for found in doubts), doubts


@given(st.text())
def test_no_text_crashes_the_reading(text):
    """Design 3: no input gives a traceback."""
    for pasted in (text, notice_text(2026) + text, f"关于2027年部分节假日安排的通知一、元旦：{text}"):
        with suppress(NoNoticeError):
            read_notice(pasted)


def add(site, *options, pasted=None):
    """Run `calendar add` with a notice on its standard input."""
    return subprocess.run(
        [sys.executable, "-m", "disclosure", "calendar", "add", "--site", str(site.root), *options],
        input=pasted,
        env=surroundings({"PYTHONUTF8": "1"}),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_a_pasted_notice_becomes_the_offices_calendar(make_site):
    """Design 10: once the notice is added, a term that was 暂按 has its day; 2026's last day is off, too."""
    site = make_site()
    before = site.run("deadline", "--from", "2026-12-04", "--today", "2026-12-04")
    assert "到期：暂按 2027-01-04" in before.stdout
    done = add(site, "-", "--yes", pasted=invented_text())
    assert 0 == done.returncode, done.stderr
    assert (
        "元旦：2026-12-31（周四）、2027-01-02（周六），放假 3 天；调休上班 2026-12-27（周日）" in done.stdout
    )
    assert [] == [row.code for row in site.check() if row.code in ("T007", "S008")]
    after = site.run("deadline", "--from", "2026-12-04", "--today", "2026-12-04")
    assert "到期：2027-01-04（周一）" in after.stdout, "27 December is worked, 31 is off"
    assert "catalog/calendars/2027.yml" in after.stdout
    calendar, _ = read_calendar(site.root)
    assert calendar.years[2027].checked
    listed = site.run("calendar", "list")
    assert "2027  catalog/calendars/2027.yml  已与通知核对" in listed.stdout


def test_a_year_is_not_replaced_unasked(make_site, tmp_path):
    """Issue 3: what differs from the shipped calendar is shown; an existing year is kept."""
    site = make_site()
    file = tmp_path / "notice.txt"
    moved = notice_text(2026).replace("5月9日（周六）上班", "5月10日（周日）上班")
    file.write_bytes(moved.encode("gb18030"))
    done = add(site, str(file), "--yes")
    assert 0 == done.returncode, done.stderr
    assert "与随程序提供的日历不同：2026-05-09、2026-05-10" in done.stdout
    assert ["T006"] == [row.code for row in site.check() if row.code.startswith("T")]
    again = add(site, str(file), "--yes")
    assert 2 == again.returncode
    assert "--replace" in again.stderr
    assert 0 == add(site, str(file), "--yes", "--replace").returncode


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("关于放假的通知", "没有读出放假安排"),
        (notice_text(2026).replace("共9天", "共8天"), "没有写入"),
        (notice_text(2026), "没有写入"),
    ],
)
def test_nothing_is_written_without_certainty(make_site, text, said):
    """Issue 3: it shows what it understood for confirmation; doubts and a missing yes write nothing."""
    site = make_site()
    done = add(site, "-", pasted=text)
    assert 0 != done.returncode
    assert said in done.stderr
    assert not (site.root / "catalog/calendars").exists()


def test_a_file_that_is_no_text_is_refused(make_site, tmp_path):
    """Design 3: no input gives a traceback."""
    file = tmp_path / "notice.txt"
    file.write_bytes(b"\xff\xfe\x00\x80")
    site = make_site()
    for name in (file, tmp_path / "none.txt"):
        done = add(site, str(name), "--yes")
        assert 2 == done.returncode
        assert "Traceback" not in done.stderr
