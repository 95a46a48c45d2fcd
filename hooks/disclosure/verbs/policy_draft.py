"""The next version of the policy (授权文件) as a draft: changed entry by entry, written as YAML, in force for nobody.

catalog/policy/draft.yml becomes <n>.yml when enough have signed it; until then nothing reads it but these verbs.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import yaml

from disclosure.approval.chain import role_name, shipped_chains
from disclosure.approval.decision import TIME
from disclosure.check.policy import faults_of
from disclosure.data_files import load_data
from disclosure.problems import sentence
from disclosure.read.policy import DRAFT, PolicyVersion, read_draft, read_policy
from disclosure.read.site import read_site
from disclosure.read.site_files import read_site_file
from disclosure.sshsig import SignatureFormatError, parse_public_key
from disclosure.system_errors import system_reason
from disclosure.verbs.options import fail

Values = dict[str, Any]
FOLDER = Path("catalog") / "policy"
NAME = (FOLDER / f"{DRAFT}.yml").as_posix()
_SIGNATURES = FOLDER / f"{DRAFT}.sigs.jsonl"


def open_versions(root: Path) -> list[PolicyVersion]:
    """The versions that are signed so far. Ends the program where one can't be read."""
    versions, problems = read_policy(root)
    if problems:
        fail("授权文件读不出来：\n" + "\n".join(sentence(row) for row in problems))
    return versions


def open_draft(root: Path) -> tuple[PolicyVersion, Values]:
    """The draft with its values. Ends the program where there is none."""
    version, values, problems = read_draft(root, len(open_versions(root)) + 1)
    if problems:
        fail("草稿读不出来：\n" + "\n".join(sentence(row) for row in problems))
    if version is None:
        fail("没有正在编写的授权文件。先运行 disclosure policy new。")
    return version, values


def new_values(root: Path) -> Values:
    """What the next version begins with: the values of the last one, or an empty first version."""
    versions = open_versions(root)
    if not versions:
        return {
            "format": "1",
            "version": "1",
            "previous": "",
            "chain": next(iter(shipped_chains())),
            "root": {"threshold": "2", "persons": []},
            "persons": [],
        }
    last = versions[-1]
    file, _ = read_site_file(root, f"policy/{last.policy.version}.yml", "policy")
    kept = {key: value for key, value in file.values.items() if key != "recovery"}
    return kept | {"version": str(last.policy.version + 1), "previous": last.policy.digest}


def write_draft(root: Path, values: Values) -> None:
    """Write the draft; signatures on what stood there before are of no use any more and go."""
    text = yaml.dump(values, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=1000)
    file = root / FOLDER / f"{DRAFT}.yml"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
        (root / _SIGNATURES).unlink(missing_ok=True)
    except OSError as error:
        fail(f"文件写不进去：{system_reason(error)}。")


class _Plain(yaml.SafeDumper):
    """No anchors: the reading of a site's files refuses them."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


def change(root: Path, edit: Callable[[Values], None]) -> None:
    """Apply `edit` to the draft and write it, with what is still missing told."""
    _, values = open_draft(root)
    edit(values)
    write_draft(root, values)


def faults(version: PolicyVersion) -> list[str]:
    """What keeps a draft from being signed, as sentences."""
    return list(
        dict.fromkeys(
            f"{row.value}：{sentence(row)}" if row.value else sentence(row) for row in faults_of(version)
        )
    )


def person_of(values: Values, identifier: str) -> Values:
    """The entry of a person. Ends the program where there is none."""
    for entry in values.get("persons", []):
        if entry.get("id") == identifier:
            return dict_of(entry)
    return fail(f"授权文件里没有代号为 {identifier} 的人。用 disclosure policy status 查看。")


def dict_of(entry: Any) -> Values:
    """An entry that the reading of the file has found to be a mapping."""
    assert isinstance(entry, dict), entry  # noqa: S101
    return entry


def checked_roles(roles: str) -> list[str]:
    """Roles divided by commas; each a shipped one, given by its id or its Chinese name."""
    known = {**{name: role for role, name in load_data("chains.yml")["roles"].items()}}
    found = []
    for word in filter(
        None, (part.strip() for part in roles.replace("，", ",").replace("、", ",").split(","))
    ):
        role = known.get(word, word)
        if role_name(role) == role:
            fail(f"没有“{word}”这个岗位。可用的有：" + "、".join(f"{r}（{n}）" for n, r in known.items()))
        found.append(role)
    return found


def checked_offices(root: Path, offices: Sequence[str]) -> list[str]:
    """Divisions by their full names, each one of catalog/offices.yml, former ones too; `-` alone for none."""
    if list(offices) == ["-"]:
        return []
    known = read_site(root, "2000-01-01")[0].offices
    if unknown := [name for name in offices if name not in known]:
        fail(f"catalog/offices.yml 中没有“{'、'.join(unknown)}”；科室写全称。")
    return list(dict.fromkeys(offices))


def checked_key(path: Path) -> str:
    """The public key in a .pub file, without its comment. A private key is refused by its name alone."""
    try:
        line = path.read_text(encoding="ascii").strip()
        parse_public_key(line)
    except (OSError, ValueError, SignatureFormatError):
        fail(f"{path} 不是 ssh-ed25519 公钥。用 ssh-keygen -t ed25519 生成，这里写扩展名为 .pub 的那个文件。")
    return " ".join(line.split()[:2])


def checked_time(text: str) -> str:
    """A time as the policy writes it; a day alone is its first minute."""
    written = f"{text}T00:00+08:00" if len(text) == len("2026-03-02") else text
    if not TIME.fullmatch(written):
        fail(f"时间写成 2026-03-04 或者 2026-03-04T10:00+08:00 的形式：{text}")
    return written
