"""A signed sheet (审批表) as the registrar enters it on the command line, with everything that it must say."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from disclosure.approval.policy import Policy
from disclosure.approval.sheet_form import review_points, sheet_form
from disclosure.check.values import wrong_date, wrong_moment
from disclosure.system_errors import system_reason
from disclosure.types import Site
from disclosure.verbs.approval_accepts import Accept
from disclosure.verbs.approval_facts import Facts, person_id
from disclosure.verbs.options import fail, stacked

_SIGNED = re.compile(
    r"(?P<step>[^=]+)=(?P<person>[^@/]+)(?:/(?P<principal>[^@]+))?@(?P<time>[^=]+)(?:=(?P<opinion>.+))?"
)
_FORM = "“环节=审批人@日期”，例如 sign=leader@2026-03-04；代签写 sign=deputy/leader@2026-03-04"
_ZONE = "+08:00"


@dataclass(frozen=True, slots=True)
class Signed:
    """One line of the sheet that carries a signature.

    `step` is the id or the name of a step; `time` is a day, or a moment where the sheet tells the hour.
    """

    step: str
    person: str
    principal: str
    time: str
    agrees: bool
    opinion: str
    conditions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A signed sheet, as the registrar read it."""

    registrar: str
    codes: tuple[str, ...]
    signed: tuple[Signed, ...]
    evidence: dict[str, str]
    facts: Facts
    accepts: tuple[Accept, ...] = ()


_FILE = click.Path(path_type=Path, dir_okay=False)
_SCAN = click.Path(path_type=Path, dir_okay=False, exists=True)
paper_options = stacked(
    click.option("--sheet", is_flag=True, help="打印信息发布审批表（.docx），供手写签字。"),
    click.option("--out", type=_FILE, help="审批表写到哪个文件。"),
    click.option("--sheet-number", default="", help="审批表编号。打印时不写则自动编号。"),
    click.option("--record", is_flag=True, help="登记签了字的审批表。"),
    click.option("--date", default="", metavar="日期", help="审批表的日期。"),
    click.option("--scan", type=_SCAN, help="签字的审批表的扫描件（只记它的校验值，文件不进版本库）。"),
    click.option("--code", "codes", multiple=True, help="审批表上的校验码：整表的一个，或每件一个。"),
    click.option("--step", default="", help="只登记一个环节时：环节的代号或名称，与 --person、--time 合用。"),
    click.option(
        "--decision", "decisions", multiple=True, metavar="环节=审批人@日期", help="同意，可以写多次。"
    ),
    click.option(
        "--objection",
        "objections",
        multiple=True,
        metavar="环节=审批人@日期=意见",
        help="不同意，可以写多次。",
    ),
    click.option("--registrar", default="", help="登记人在授权文件中的代号或名称。"),
    click.option("--text-checked", default="", metavar="核对人@日期", help="电子文本已与纸质文本核对一致。"),
    click.option("--born-digital", is_flag=True, help="网络自行生成的信息，没有纸质文本。"),
    click.option("--points-ticked", is_flag=True, help="审批表上的审查事项均已勾选。"),
)
"""The options by which a sheet is printed, and by which a registrar enters it."""


def make_paper(
    site: Site, policy: Policy, facts: Facts, given: dict[str, Any], *, points: bool = True
) -> Paper:
    """The sheet as given on the command line; ends the program, with advice, where something is missing or wrong.

    `points`: the sheet has boxes for what was reviewed; that of a withdrawal has none.
    """
    registrar = person_id(policy, given["registrar"])
    number, day = given["sheet_number"].strip(), given["date"]
    if registrar not in policy.persons or "registrar" not in policy.persons[registrar].roles:
        fail("请用 --registrar 写明登记人的代号；登记人要在授权文件中有登记人（registrar）岗位。")
    if not number or not day or wrong_date(day) or day > site.today:
        fail("请用 --sheet-number 和 --date 写明审批表的编号和日期，日期不得晚于今天。")
    signed = _signed(site, policy, given)
    if not facts.drafter or not facts.keeper:
        fail("请用 --drafter 和 --keeper 写明审批表上的拟稿人和保存人。")
    if person_id(policy, facts.drafter) == registrar:
        fail("登记人不能是拟稿人。")
    if any(line.person == registrar for line in signed):
        fail("登记人不能登记自己的意见。")
    if not given["scan"]:
        fail("请用 --scan 指定签字的审批表的扫描件。")
    if points and any(line.agrees for line in signed) and not given["points_ticked"]:
        asked = "、".join(review_points())
        if given["yes"] or not click.confirm(f"审批表上“{asked}”均已勾选？"):
            fail(f"审批表上“{asked}”没有全部勾选的，不能登记为同意；均已勾选的加 --points-ticked。")
    evidence = {
        "registrar": registrar,
        "number": number,
        "date": day,
        "scan": _scan_digest(site.root, given["scan"]),
        "text_check": _text_check(given["text_checked"], born_digital=given["born_digital"]),
    }
    return Paper(registrar, given["codes"], signed, evidence, facts)


def _signed(site: Site, policy: Policy, given: dict[str, Any]) -> tuple[Signed, ...]:
    """All lines of the sheet: the one of --step, and those of --decision and --objection."""
    texts = [(text, True) for text in given["decisions"]] + [(text, False) for text in given["objections"]]
    conditions: dict[str, list[str]] = {}
    lines = []
    if given["step"]:
        agrees = not given["objects"]
        conditions[given["step"]] = list(given["conditions"])
        lines.append(
            (given["step"], given["person"], given["principal"], given["time"], agrees, given["opinion"])
        )
    elif given["conditions"]:
        for text in given["conditions"]:
            step, _, condition = text.partition("=")
            if not condition:
                fail("一次登记几个环节的，条件写成“环节=条件”。")
            conditions.setdefault(step, []).append(condition)
    for text, agrees in texts:
        found = _SIGNED.fullmatch(text.strip())
        if not found:
            fail(f"“{text}”看不懂，请写成{_FORM}。")
        lines.append(
            (
                found["step"].strip(),
                found["person"].strip(),
                (found["principal"] or "").strip(),
                found["time"].strip(),
                agrees,
                found["opinion"] or "",
            )
        )
    if not lines:
        fail(f"请用 --decision 或 --objection 写明审批表上的签字：{_FORM}。")
    steps = {line[0] for line in lines if line[4]}
    if stray := sorted(conditions.keys() - steps):
        fail(f"条件所说的环节“{stray[0]}”没有同意的签字。")
    for step, _, _, time, agrees, opinion in lines:
        if wrong_moment(signing_time(time, "").removesuffix(_ZONE).replace("T", " ")):
            fail(f"“{step}”的日期写成 2026-03-04，写了时刻的写成 2026-03-04T10:00。")
        if time[:10] > site.today:
            fail(f"“{step}”的签字日期 {time[:10]} 晚于今天。")
        if not agrees and not opinion:
            fail(f"“{step}”不同意的，请写明意见。")
    return tuple(
        Signed(
            step=step,
            person=person_id(policy, person),
            principal=person_id(policy, principal),
            time=time,
            agrees=agrees,
            opinion=opinion,
            conditions=tuple(conditions.get(step, ())) if agrees else (),
        )
        for step, person, principal, time, agrees, opinion in lines
    )


def signing_time(written: str, before: str) -> str:
    """The time of a signature: as the sheet tells it; on a sheet with the day alone, no earlier than the step before."""
    if len(written) == len("2026-03-04"):
        return max(f"{written}T00:00{_ZONE}", before if before.startswith(written) else "")
    return written.replace(" ", "T").removesuffix(_ZONE) + _ZONE


def _scan_digest(root: Path, scan: Path) -> str:
    if scan.resolve().is_relative_to(root.resolve()):
        fail("扫描件上有签名和意见，不能放在站点文件夹里，请放到别处按规定归档。")
    try:
        with scan.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        fail(f"读不出扫描件 {scan}（{system_reason(error)}）。")
    if scan.stat().st_size == 0:
        fail("扫描件是空的。")
    return digest


def _text_check(checked: str, *, born_digital: bool) -> str:
    """X17: the electronic text is the one on paper, and who saw to it; or there never was a paper text."""
    texts = sheet_form()["texts"]
    if born_digital:
        return str(texts["born_digital"])
    name, _, day = checked.partition("@")
    if not name.strip() or wrong_date(day.strip()):
        fail(
            "请用 --text-checked 核对人@日期 写明谁核对过电子文本与纸质文本，或用 --born-digital 注明没有纸质文本。"
        )
    return f"{texts['same']}：{name.strip()}，{day.strip()}"
