"""The key way: nobody signs what was not shown, and any stock key agent can hold the key (design 5)."""

import shutil
import socket
import subprocess
import threading

import pytest
from approval_maker import (
    ITEM,
    approve,
    approve_all,
    decide,
    policy_text,
    require_approval,
    subject_of,
    write_policy,
)
from disclosure.approval.check_code import check_code
from disclosure.read.approvals import read_records
from disclosure.render.markdown import render_body
from disclosure.render.readable import readable_text
from disclosure.verbs.ssh_agent import AgentError, agent_sign
from pdf_maker import pdf, show

BODY = """\
## 一、事项

请看[办法](item:2026-00001)和[表格](form.docx)，网址见<https://www.example.gov.cn/>。

1. 先
2. 后
   - 内层

| 项目 | 金额 |
|---|---|
| 甲 | 一万元 |

![流程](chart.png)

正文有注[^1]。

[^1]: 注文。
"""


@pytest.fixture
def office(make_site):
    """A small office that requires approval, with one item that waits."""
    return require_approval(make_site())


def git(folder, *arguments):
    """Run git; returns what it prints."""
    command = ["git", "-c", "user.name=t", "-c", "user.email=t@example.gov.cn", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    assert 0 == done.returncode, f"git {arguments}: {done.stdout}{done.stderr}"
    return done.stdout


def sign(site, *options, person="head", time="2026-05-11T09:00+08:00", item=ITEM):
    """Sign as `person` with the sample key, without being asked."""
    return approve(site, item, "--person", person, "--sample-key", "--yes", "--time", time, *options)


def last_decision(site, item=ITEM):
    return read_records(site.root, item)[0][-1].decision


def test_a_body_is_shown_as_the_public_will_read_it():
    """Design 5: rendered text: no markup, and where each link and picture leads is said."""
    shown = readable_text(render_body(BODY, lambda identifier: f"item:{identifier}", "").html)
    lines = shown.splitlines()
    expected = (
        *("一、事项", "请看办法〔item:2026-00001〕和表格〔form.docx〕，网址见https://www.example.gov.cn/。"),
        *(
            "1. 先",
            "2. 后",
            "  • 内层",
            "项目 | 金额",
            "甲 | 一万元",
            "〔图片：流程，chart.png〕",
            "正文有注1。",
        ),
    )
    for line in expected:
        assert line in lines, f"{line!r} must be a line of:\n{shown}"
    assert "注文。" in shown
    assert "<" not in shown


def test_everything_that_is_signed_is_shown_first(office):
    """X14, J23: all fields, text, files, findings, chain, code; the question names what is reviewed."""
    office.write("content/files/2026/2026-00090/list.pdf", pdf(show("企业名单")))
    office.edit(
        f"content/items/2026/{ITEM}.md",
        "---\n\n服务",
        "attachments:\n  - file: list.pdf\n    title: 名单\n---\n\n服务",
    )
    done = approve(office, ITEM, "--person", "head", "--sample-key", answer="n\n", today="2026-05-13")
    assert 2 == done.exit_code, "without a yes nothing is signed"
    expected = (
        *(
            "名称：关于公布服务电话的通知",
            "公开属性：主动公开",
            "成文日期：2026-05-11",
            "咨询电话 0990-5560100",
        ),
        *(
            "服务电话为0990-5560100。",
            "list.pdf（",
            "SHA-256 ",
            "没有发现问题",
            "第一稿",
            "科室审核 → 保密审查",
        ),
        *(check_code(subject_of(office)), "内容、范围、形式、时间均已审查，签署？", "没有签署。"),
    )
    for part in expected:
        assert part in done.output, f"{part} must be shown"
    assert [] == read_records(office.root, ITEM)[0]
    assert 0 == approve(office, ITEM, "--person", "head", "--sample-key", answer="y\n").exit_code
    assert "内容、范围、形式、时间" == last_decision(office).evidence["reviewed"]


def test_findings_are_shown_masked(office):
    """Integrity rows 28-32: a finding is told to the signer, and does not repeat what it found."""
    office.edit(f"content/items/2026/{ITEM}.md", "服务电话为0990-5560100。", "咨询王某某，手机13912345678。")
    shown = approve(office, ITEM, "--person", "head", "--sample-key", answer="n\n").output
    findings = shown.partition("—— 检查结果 ——")[2].partition("—— 与上一次")[0]
    assert "P004" in findings
    assert "13*******78" in findings
    assert "13912345678" not in findings


def test_nothing_can_paint_over_what_is_signed(office):
    """Attack: a page with terminal commands or text that runs backwards is shown with them spelled out."""
    office.write(
        "content/about.md", office.read("content/about.md") + "\n付十万元\x1b[2K\x1b[1A\u202e付一万元\n"
    )
    done = approve(office, "page:about.md", "--person", "head", "--sample-key", answer="n\n")
    assert "付十万元〈U+001B〉[2K〈U+001B〉[1A〈U+202E〉付一万元" in done.output, done.output
    assert "\x1b" not in done.output


def test_conditions_opinions_and_responsibility_are_kept(office):
    """X14, Y9: 审签意见 with its conditions, drafter and keeper stay in the signed record, and later signers see them."""
    done = sign(
        office,
        "--condition",
        "删去末段",
        "--condition",
        "先报保密办",
        "--drafter",
        "张某某",
        "--keeper",
        "李某某",
    )
    assert 0 == done.exit_code, done.output
    decision = last_decision(office)
    assert ("删去末段", "先报保密办") == decision.conditions
    assert ("张某某", "李某某") == (decision.evidence["drafter"], decision.evidence["keeper"])
    later = approve(office, ITEM, "--person", "secrecy", "--sample-key", answer="n\n")
    assert "条件：删去末段" in later.output


def test_a_meeting_decides_by_its_minutes(office):
    """X5, Q37: a collective decision names the minutes and their day, in the command and in the judgement."""
    persons = {"chief": [], "deputy": [], "supervisor": [], "head": ["division-head"]}
    persons |= {"secretary": ["meeting-secretary"], "publisher": ["publisher"]}
    extra = "routes:\n  工作动态: xian\n"
    write_policy(office, 1, policy_text(persons=persons, extra=extra))
    office.edit(f"content/items/2026/{ITEM}.md", "publish_on:", "importance: 重大\npublish_on:")
    first = decide(office, "propose", "head", "2026-05-11T09:00+08:00")
    bare = sign(office, person="secretary", time="2026-05-11T10:00+08:00")
    assert 2 == bare.exit_code, "no minutes, no decision"
    decide(office, "meeting", "secretary", "2026-05-11T10:00+08:00", [first])
    assert "V115" in [row.code for row in office.check() if row.item == ITEM]
    minutes = ("--meeting", "示工信纪要〔2026〕3号", "--meeting-on", "2026-05-11")
    done = sign(office, *minutes, person="secretary", time="2026-05-11T11:00+08:00")
    assert 0 == done.exit_code, done.output
    assert "示工信纪要〔2026〕3号" == last_decision(office).evidence["meeting"]
    assert 2 == sign(office, "--meeting-on", "2026-02-30").exit_code, "a day that is none"


def test_a_new_revision_is_compared_with_the_approved_one(office):
    """Design 5: revision n+1, and the difference to the bytes that were approved, out of git by their digest."""
    git(office.root, "init", "-q", "-b", "main")
    approve_all(office)
    git(office.root, "add", "-A")
    git(office.root, "commit", "-qm", "approved")
    office.write("content/files/2026/2026-00090/list.pdf", pdf(show("企业名单")))
    path = f"content/items/2026/{ITEM}.md"
    office.edit(
        path, "---\n\n服务电话为", "attachments:\n  - file: list.pdf\n    title: 名单\n---\n\n服务热线为"
    )
    git(office.root, "add", "-A")
    git(office.root, "commit", "-qm", "changed")
    done = sign(office)
    assert 0 == done.exit_code, done.output
    assert "-服务电话为0990-5560100。" in done.output
    assert "+服务热线为0990-5560100。" in done.output
    assert "附件增加：list.pdf" in done.output
    assert 2 == last_decision(office).revision
    shutil.rmtree(office.root / ".git")
    done = sign(office, person="secrecy", time="2026-05-11T10:00+08:00")
    assert "在版本库的历史中找不到" in done.output, "it says so where the history does not have it"
    assert 2 == last_decision(office).revision, "the next step is about the same revision"


def test_a_revision_that_was_never_fully_approved_has_no_number(office):
    """Design 5: n+1 over the highest *fully approved* revision: drafts that fell through do not count."""
    decide(office, "draft", "head", "2026-05-10T09:00+08:00")
    office.edit(f"content/items/2026/{ITEM}.md", "服务电话为", "服务热线为")
    assert 0 == sign(office).exit_code
    assert 1 == last_decision(office).revision


def test_an_agent_signs_and_stock_openssh_agrees(office, agent, tmp_path, monkeypatch):
    """Design 5: a key in a real ssh-agent signs; `ssh-keygen -Y verify` accepts; an absent key is refused."""
    monkeypatch.setenv("SSH_AUTH_SOCK", agent["SSH_AUTH_SOCK"])
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    public = " ".join((tmp_path / "key.pub").read_text(encoding="ascii").split()[:2])
    write_policy(office, 1, policy_text(keys={"head": public}))
    arguments = (ITEM, "--person", "head", "--agent", "--yes", "--time", "2026-05-11T09:00+08:00")
    absent = approve(office, *arguments)
    assert 2 == absent.exit_code
    assert "请先用 ssh-add 添加" in absent.output
    subprocess.run(["ssh-add", "-q", key], check=True, env=agent, capture_output=True)
    done = approve(office, *arguments)
    assert 0 == done.exit_code, done.output
    assert ["V103"] == [r.code for r in office.check() if r.item == ITEM and r.severity == "error"]
    approve(office, ITEM, "--export", tmp_path / "audit")
    command = ["ssh-keygen", "-Y", "verify", "-f", "allowed_signers", "-I", "head"]
    command += ["-n", "disclosure-approval@v1", "-s", "1.sig"]
    text = (tmp_path / "audit/1.txt").read_bytes()
    checked = subprocess.run(command, cwd=tmp_path / "audit", input=text, capture_output=True, check=False)
    assert 0 == checked.returncode, checked.stderr


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no sockets with a path")
@pytest.mark.parametrize(
    "answer", [b"", b"\xff\xff\xff\xff", b"\0\0\0\1\5", b"\0\0\0\5\x0c\0\0\0\1", b"\0\0\0\0"]
)
def test_an_agent_that_answers_nonsense_is_told_in_words(answer, tmp_path, monkeypatch):
    """No input gives a traceback: a broken agent is a sentence."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.bind(str(tmp_path / "a"))
        server.listen(1)

        def serve():
            line, _ = server.accept()
            with line:
                line.recv(100)
                line.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        monkeypatch.setenv("SSH_AUTH_SOCK", str(tmp_path / "a"))
        with pytest.raises(AgentError, match="ssh-agent"):
            agent_sign(b"key", b"data")
        thread.join()
    monkeypatch.setenv("SSH_AUTH_SOCK", str(tmp_path / "none"))
    with pytest.raises(AgentError, match="连不上"):
        agent_sign(b"key", b"data")
    monkeypatch.delenv("SSH_AUTH_SOCK")
    with pytest.raises(AgentError, match="SSH_AUTH_SOCK"):
        agent_sign(b"key", b"data")
