"""The command: verbs that read like the job, exit codes, the same rows in every form (design 3, 7)."""

import json
import re

import pytest
import site_maker
from disclosure.cli import VERBS
from disclosure.problems import Problem
from disclosure.verbs.problem_output import print_problems
from site_maker import TODAY, run_command

OF_NO_SITE = {"fee"}
"""What only counts by the national rules."""
_WORDS = {"error": "错误", "warning": "提醒", "notice": "提示"}


@pytest.fixture(scope="module")
def faulty(tmp_path_factory):
    """An office with an error, a warning, a planned item, and an odd file name."""
    site = site_maker.make_site(tmp_path_factory.mktemp("faulty") / "office")
    site.add_item(
        "2026-00021",
        title="一则通知",
        body="# 标题\n\n见[他处](https://www.other.example/?a=1,2&b=100%25:x)。\n",
    )
    site.write("content/files/2026/2026-00011/a,b: c%.txt", "x")
    site.write("content/items/2026/notes,1:2.txt", "x")
    return site


def test_help_lists_the_verbs():
    """Design 7: `disclosure` alone or with --help says what there is, in Chinese, with the exit codes."""
    done = run_command("--help")
    assert 0 == done.returncode
    for verb, (_, text) in VERBS.items():
        assert verb in done.stdout
        assert text in done.stdout
    assert "退出码：0 正常，1 发现问题，2 用法有误" in done.stdout.replace("\n", "").replace("  ", "")
    assert re.fullmatch(r"\d+\.\d+\.\d+\n", run_command("--version").stdout)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(verb):
    """Design 7: each verb has its help, and loads without the others' needs."""
    done = run_command(verb, "--help")
    assert (0, "") == (done.returncode, done.stderr)
    assert re.search("[\u4e00-\u9fff]", done.stdout)
    *_, listed = re.split(r"^(?:Commands|报告|动作):", done.stdout, flags=re.MULTILINE)
    parts = re.findall(r"^  ([a-z]+)  ", listed, re.MULTILINE)
    asked = [part for part in parts if part not in OF_NO_SITE]
    helps = [run_command(verb, part, "--help").stdout for part in asked] or [done.stdout]
    assert all("--site" in text for text in helps), "every verb works on any site"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("publish",), "publish"),
        (("check", "--today", "2026-2-30"), "2026-03-02"),
        (("check", "--today", "昨天"), "2026-03-02"),
        (("check", "--format", "xml"), "xml"),
        (("build", "--no-such-option"), "--no-such-option"),
        (("verify", "nowhere"), "nowhere"),
        (("verify",), "disclosure build"),
        (("serve", "--port", "70000"), "70000"),
    ],
)
def test_misuse_ends_with_two(make_site, arguments, words):
    """Design 7: exit code 2 for misuse, with words about what was wrong and no traceback."""
    site = make_site("bare")
    done = site.run(*arguments)
    assert (2, "") == (done.returncode, done.stdout)
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("verb", ["check", "build", "verify", "serve"])
def test_a_folder_that_is_no_site(tmp_path, verb):
    """Design 7: the command says what a site folder holds."""
    for folder in (tmp_path, tmp_path / "missing"):
        done = run_command(verb, "--site", str(folder), cwd=tmp_path)
        assert 2 == done.returncode
        assert "不是站点文件夹" in done.stderr


@pytest.mark.parametrize(
    "variables",
    [{"SOURCE_DATE_EPOCH": "99999999999999999"}, {"SOURCE_DATE_EPOCH": "soon"}, {"DISCLOSURE_TODAY": "明天"}],
)
def test_a_day_that_is_none_in_the_environment(make_site, variables):
    """Design 3: today is an argument; one that can't be read is told, not guessed."""
    done = make_site("bare").run("check", env=variables)
    assert 2 == done.returncode
    assert f"环境变量 {next(iter(variables))} 不是日期" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_clean_office(make_site):
    """Design 7: exit code 0 where nothing is wrong."""
    done = make_site().run("check", "--today", TODAY)
    assert 0 == done.returncode
    assert done.stdout.startswith("没有发现问题。\n待发布（1 件）：\n  2026-00005")


def test_text_for_people(faulty):
    """Design 3: path and line, severity, code, what is wrong, what to do; then the 隔离清单; exit code 1."""
    done = faulty.run("check", "--today", TODAY)
    assert 1 == done.returncode
    lines = done.stdout.splitlines()
    message = "正文里用了一级标题（# ）。一级标题是事项名称；正文从二级标题（## ）开始。"
    assert f"content/items/2026/2026-00021.md:15: 错误 B004：{message}" in lines
    assert "共 2 处错误、2 处提醒、0 条提示。" in lines
    held = [
        "隔离清单（2 件，改正前不发布）：",
        "  2026-00021  一则通知  B004",
        "  notes,1:2.txt  （无标题）  N004",
    ]
    assert held == lines[-5:-2]
    quiet = faulty.run("check", "--today", TODAY, "--quiet")
    assert "B007" in done.stdout
    assert "B007" not in quiet.stdout
    assert 1 == quiet.returncode


def test_the_same_rows_in_every_form(faulty):
    """Design 3: text, JSON and annotations for CI give the same rows."""
    forms = {
        form: faulty.run("check", "--today", TODAY, "--format", form) for form in ("text", "json", "github")
    }
    assert {1} == {done.returncode for done in forms.values()}
    from_json = [
        (r["path"], max(1, r["line"]), r["code"], r["severity"]) for r in json.loads(forms["json"].stdout)
    ]
    assert 4 == len(from_json)
    from_text = []
    for line in forms["text"].stdout.splitlines():
        if found := re.match(r"(content/.+?)(?::(\d+))?: (错误|提醒|提示) ([A-Z]\d{3})：", line):
            severity = {"错误": "error", "提醒": "warning", "提示": "info"}[found[3]]
            from_text.append((found[1], int(found[2] or 1), found[4], severity))
    assert from_json == from_text
    from_github = []
    for line in forms["github"].stdout.splitlines():
        found = re.fullmatch(
            r"::(error|warning|notice) file=([^,:]+),line=(\d+),title=([A-Z]\d{3})[^:]*::(.+)", line
        )
        assert found, f"not an annotation: {line}"
        path = found[2].replace("%3A", ":").replace("%2C", ",").replace("%25", "%")
        from_github.append((path, int(found[3]), found[4], "info" if found[1] == "notice" else found[1]))
    assert from_json == from_github


def test_annotations_keep_to_their_line(capsys):
    """Workflow commands: what has a meaning there is coded, so that no text becomes a command."""
    row = Problem("a,b:c%.md", 0, "正文", "B001", "error", "x", "第一行\n::error::第二行", "改 100%。", "")
    print_problems([row], "github")
    expected = "::error file=a%2Cb%3Ac%25.md,line=1,title=B001 正文::第一行%0A::error::第二行。改 100%25。\n"
    assert expected == capsys.readouterr().out


def test_build_reports_in_the_same_forms(faulty):
    """Design 3: a build in CI gives the annotations of the check, and exit code 1."""
    done = faulty.build("--format", "github")
    assert 1 == done.returncode
    assert "::error file=content/items/2026/2026-00021.md,line=15,title=B004 正文::" in done.stdout
    assert "隔离清单（2 件" in done.stderr
    quiet = faulty.build("--quiet")
    assert (1, "") == (quiet.returncode, quiet.stdout), "quiet in CI, but for what is held back"


def test_any_terminal_can_show_it(faulty):
    """Design 3: a terminal without Chinese shows question marks; it is no reason to fail."""
    done = faulty.run("check", "--today", TODAY, env={"PYTHONIOENCODING": "ascii"})
    assert 1 == done.returncode
    assert "Traceback" not in done.stderr
    assert "B004" in done.stdout


def test_every_file_name_can_be_told(make_site):
    """Design 3: a name in other bytes is told in every form, and in the report of a build."""
    site = make_site("bare")
    place = bytes(site.root / "content" / "items" / "2026")
    with open(place + b"/\xcd\xa8\xd6\xaa\xff.md", "wb") as file:  # noqa: PTH123 (a path of bytes)
        file.write(b"x")
    for form in ("text", "json", "github"):
        done = site.run("check", "--today", TODAY, "--format", form)
        assert 1 == done.returncode, done.stderr
        assert "N005" in done.stdout
    done = site.build()
    assert 1 == done.returncode, done.stderr
