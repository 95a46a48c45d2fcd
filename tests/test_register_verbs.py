"""The registers on the command line: entered, refused, shown; and never in a repository that is public."""

import pytest
from register_maker import INTERNAL, application, event, write_cases
from site_maker import places_of
from withdraw_maker import run_here

NEW = ("register", "new", "applications", "applicant=自然人", "way=当面", "arrived=2026-06-01")


@pytest.fixture
def office(make_site):
    """A small office whose repository is internal."""
    site = make_site()
    site.edit(*INTERNAL)
    return site


def run(site, *arguments, today="2026-06-15"):
    return run_here(site, *arguments, "--today", today)


def test_a_case_from_its_receipt_to_its_end(office):
    """Q11, 条例 45: 登记、办理、答复、归档, a line each; the number is given."""
    assert "依申请公开 2026-0001：办理中\n" == run(office, *NEW).output
    for what, facts in (
        ("补正告知", ("on=2026-06-02", "number=补1号", "until=2026-06-20")),
        ("收到补正", ("on=2026-06-04",)),
        ("答复", ("on=2026-06-12", "number=答1号", "outcome=部分公开", "remedy=复议前置")),
        ("送达", ("on=2026-06-12", "way=邮寄")),
        ("归档", ("number=2026-永久-1", "retention=10年")),
    ):
        done = run(office, "register", "add", "2026-0001", what, *facts)
        assert 0 == done.exit_code, done.output
    assert "依申请公开 2026-0001：已归档\n" == done.output
    shown = run(office, "register", "show", "2026-0001").output
    assert "已于 2026-06-12 办理，期限 2026-07-03" in shown
    assert "起算：2026-06-04（周四），当日不计入，期限自这一天重新计算" in shown
    assert 0 == run(office, "register", "check").exit_code


def test_a_request_for_correction_from_its_receipt_to_the_answer(office):
    """Q15, 条例 41: 核实、决定、告知: who asked for a correction is told what was decided, and nothing before that."""
    new = (
        "register",
        "new",
        "corrections",
        "received=2026-06-01",
        "due=2026-06-30",
        "item=2026-00011",
        "handler=办公室",
    )
    assert "更正申请 2026-001：办理中\n" == run(office, *new).output
    add = ("register", "add", "corrections/2026-001")
    assert 2 == run(office, *add, "告知", "way=邮寄").exit_code, "told before it was decided"
    for what, facts in (
        ("核实", ("on=2026-06-03",)),
        ("决定", ("on=2026-06-05", "result=予以更正")),
        ("告知", ("on=2026-06-08", "way=邮寄")),
    ):
        done = run(office, *add, what, *facts)
        assert 0 == done.exit_code, done.output
    assert "更正申请 2026-001：已告知\n" == done.output
    assert 0 == run(office, "register", "check").exit_code


def test_numbers_follow_one_another_and_are_never_used_twice(office):
    """Design 2: the 案号 is given, per register and year."""
    for number in ("2026-0001", "2026-0002"):
        assert number in run(office, *NEW).output
    assert (
        "2026-001："
        in run(office, "register", "new", "reviews", "kind=行政复议", "received=2026-06-01").output
    )
    assert "2025-0001" in run(office, *NEW[:-1], "arrived=2025-12-31").output


def test_what_would_be_an_error_is_not_written(office):
    """Design 3: an event that makes no sense is told and leaves the file as it was."""
    run(office, *NEW)
    before = office.read("catalog/registers/applications/2026/2026-0001.yml")
    for arguments in (
        ("2026-0001", "收到补正"),
        ("2026-0001", "答复", "outcome=予以公开"),
        ("2026-0001", "答复", "name=张某某"),
        ("2026-0001", "答复", "outcome"),
        ("2026-0009", "转办", "to=办公室"),
        ("persons/2026-0001", "转办", "to=办公室"),
    ):
        done = run(office, "register", "add", *arguments)
        assert 2 == done.exit_code, done.output
    assert before == office.read("catalog/registers/applications/2026/2026-0001.yml")


def test_a_late_case_can_still_be_entered(office):
    """Q12: what ran out is told, and keeps nobody from entering what was done."""
    done = run(office, *NEW[:-1], "arrived=2026-03-02")
    assert 0 == done.exit_code
    assert "L031" in done.output


def test_registers_outside_of_the_site(office, tmp_path):
    """Design 2: they may lie elsewhere; messages then name no path of the machine."""
    place = ("--registers", str(tmp_path / "elsewhere"))
    assert 0 == run(office, *NEW, *place).exit_code
    done = run(office, "register", "check", *place, today="2026-11-02")
    assert 1 == done.exit_code
    assert "elsewhere/applications/2026/2026-0001.yml:4: 错误 L031" in done.output
    assert str(tmp_path) not in done.output


@pytest.mark.parametrize("folder", ["content/registers", "site"])
def test_a_folder_that_is_published_is_refused(office, folder):
    """J27: a register never lies where it would be published."""
    assert 2 == run(office, *NEW, "--registers", str(office.root / folder)).exit_code


def test_a_public_site_refuses_registers(make_site):
    """Design 2, J27: with registers inside a repository that is not internal nothing is built and no verb reads them."""
    site = make_site()
    for place in (
        (),
        ("--registers", str(site.root / "catalog" / "registers")),
        ("--registers", str(site.root)),
    ):
        assert 2 == run(site, *NEW, *place).exit_code
    assert not (site.root / "catalog" / "registers").exists()
    write_cases(site, [application("2026-06-01")])
    site.edit("catalog/site.yml", "visibility: internal", "visibility: public")
    assert 2 == run(site, "register", "check").exit_code
    done = run(site, "check")
    assert 1 == done.exit_code
    assert "L001" in done.output
    assert 0 != site.build().returncode
    assert not site.out.exists()


def test_faults_of_registers_keep_nothing_from_being_published(office):
    """Design 3: lateness is told, never a reason to stay silent: the site is built all the same, without a trace of it."""
    write_cases(office, [application("2026-01-05", event("2026-01-06", "回复"), number="2026-0777")])
    assert 1 == run(office, "register", "check").exit_code
    assert 0 == run(office, "check").exit_code
    done = office.build()
    assert 0 == done.returncode, done.stderr
    assert [] == places_of(office.out, "2026-0777")
