"""An office makes, signs, changes and recovers its policy by commands, with keys of stock ssh-keygen (design 5)."""

import hashlib
import shutil
import subprocess

import pytest
from click.testing import CliRunner
from disclosure.check.site import read_approving_site
from disclosure.publish.manifest import Release
from disclosure.verbs.policy import command
from site_maker import TODAY

KEYGEN = shutil.which("ssh-keygen")
pytestmark = pytest.mark.skipif(KEYGEN is None, reason="OpenSSH is not installed")
ROOTS = ("chief", "deputy", "supervisor")


@pytest.fixture
def office(make_site):
    """An office that is no sample and has no policy yet."""
    site = make_site()
    site.edit("catalog/site.yml", "approval: none", "approval: required")
    site.edit("catalog/site.yml", "sample: true", "sample: false")
    return site


@pytest.fixture
def keys(tmp_path):
    """Makes a person's key pair with ssh-keygen, outside of the site; returns the private file."""

    def make(person):
        file = tmp_path / "keys" / person
        file.parent.mkdir(exist_ok=True)
        if not file.exists():
            run = [KEYGEN, "-q", "-t", "ed25519", "-N", "", "-C", person, "-f", file]
            subprocess.run(run, check=True, capture_output=True)
        return file

    return make


def policy(site, *arguments, code=0, answer=None):
    """Run `disclosure policy` in this process; returns what it printed."""
    given = [*map(str, arguments), "--site", str(site.root)]
    result = CliRunner().invoke(command, given, input=answer)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert code == result.exit_code, result.output
    return result.output


def first_version(site, keys):
    """The office's first policy: four who approve, three who sign for the next one, two of them at least."""
    policy(site, "new", "--chain", "standard")
    people = {
        "head": ("规划投资科科长", "科室负责人"),
        "secrecy": ("办公室保密审查岗", "保密审查人"),
        "leader": ("分管副局长", "leader"),
        "publisher": ("办公室统一发布岗", "统一发布人"),
        "chief": ("局长", "主要负责人"),
        "deputy": ("副局长", "公开分管领导"),
        "supervisor": ("机关纪委书记", ""),
    }
    for person, (name, roles) in people.items():
        policy(site, "person", person, "--name", name, "--roles", roles, "--key", f"{keys(person)}.pub")
    policy(site, "roots", *ROOTS, "--threshold", 2)
    policy(site, "sign", "--person", "chief", "--key", keys("chief"), "--yes")
    return policy(site, "sign", "--person", "deputy", "--key", keys("deputy"), "--yes")


def digest_of(site, number):
    """The digest by which a version is pinned."""
    return hashlib.sha256((site.root / f"catalog/policy/{number}.yml").read_bytes()).hexdigest()


def accepted(site, pin, monkeypatch):
    """The policy in force with this pin, and the codes of what is wrong."""
    monkeypatch.setenv("DISCLOSURE_POLICY_PIN", pin)
    settings, rows = read_approving_site(site.root, TODAY)
    return settings.policy, sorted({row.code for row in rows if row.code.startswith("V1")})


def test_an_office_makes_its_first_policy_without_an_editor(office, keys, monkeypatch):
    """Design 5: persons, roles, keys, threshold; signed by enough; its digest is told to be pinned."""
    shown = first_version(office, keys)
    assert digest_of(office, 1) in shown
    found, codes = accepted(office, digest_of(office, 1), monkeypatch)
    assert [] == codes
    assert (1, {"division-head"}) == (found.version, found.persons["head"].roles)
    assert not (office.root / "catalog/policy/draft.yml").exists()
    assert "规划投资科科长：科室负责人" in policy(office, "status")


def test_a_draft_has_no_effect_until_enough_have_signed(office, keys, monkeypatch):
    """Design 5: threshold; the version in force stays while the next one is signed. X10, J17: a head's own division."""
    first_version(office, keys)
    pin = digest_of(office, 1)
    policy(office, "new")
    policy(
        office,
        "person",
        "head-two",
        "--name",
        "综合科科长",
        "--roles",
        "科室负责人",
        "--office",
        "产业科",
        "--key",
        f"{keys('head-two')}.pub",
    )
    policy(office, "sign", "--person", "chief", "--key", keys("chief"), "--yes")
    found, codes = accepted(office, pin, monkeypatch)
    assert (1, []) == (found.version, codes)
    assert "已签署 chief" in policy(office, "status")
    policy(office, "sign", "--person", "supervisor", "--key", keys("supervisor"), "--yes")
    found, codes = accepted(office, pin, monkeypatch)
    assert (2, []) == (found.version, codes)
    assert {"产业科"} == found.persons["head-two"].offices
    assert "综合科科长：科室负责人（产业科）" in policy(office, "status")


def test_a_change_of_the_draft_drops_its_signatures(office, keys):
    """Design 5: a signature is for exactly these bytes."""
    first_version(office, keys)
    policy(office, "new")
    policy(office, "sign", "--person", "chief", "--key", keys("chief"), "--yes")
    policy(office, "person", "head", "--until", "2026-09-01")
    assert "已签署" not in policy(office, "status", code=1), "no pin here"
    assert 2 == office.read("catalog/policy/1.sigs.jsonl").count("\n")


def test_stock_ssh_keygen_makes_and_checks_the_signatures(office, keys, tmp_path):
    """Design 5: SSHSIG, both ways."""
    first_version(office, keys)
    policy(office, "new")
    policy(office, "delegate", "--from", "head", "--to", "leader", "--roles", "科室负责人", "--start", "2026-08-01",
           "--end", "2026-08-15", "--basis", "示工信办〔2026〕18号")  # fmt: skip
    draft = office.root / "catalog/policy/draft.yml"
    copy = tmp_path / "draft.yml"
    copy.write_bytes(draft.read_bytes())
    sign = [KEYGEN, "-Y", "sign", "-n", "disclosure-policy@v1", "-f", keys("chief"), copy]
    subprocess.run(sign, check=True, capture_output=True)
    policy(office, "sign", "--person", "chief", "--signature", f"{copy}.sig")
    policy(office, "sign", "--person", "deputy", "--key", keys("deputy"), "--yes")
    from disclosure.read.policy import read_policy
    from disclosure.sshsig import armour

    [_, second] = read_policy(office.root)[0]
    (tmp_path / "sig").write_text(armour(dict(second.signatures)["deputy"]))
    (tmp_path / "allowed").write_text(f"deputy {second.policy.persons['deputy'].key}\n")
    verify = [
        KEYGEN,
        "-Y",
        "verify",
        "-f",
        tmp_path / "allowed",
        "-I",
        "deputy",
        "-n",
        "disclosure-policy@v1",
    ]
    done = subprocess.run(
        [*verify, "-s", tmp_path / "sig"], input=second.data, capture_output=True, check=False
    )
    assert 0 == done.returncode, done.stderr
    [row] = second.policy.delegations
    assert ("head", "leader", "2026-08-15T00:00+08:00") == (row.principal, row.deputy, row.end)


def recover(site, keys, tmp_path):
    """A recovery: the chief alone is left of the roots, the superior organ co-signed a paper."""
    scan = tmp_path / "recovery.pdf"
    scan.write_bytes(b"a scan")
    policy(site, "new")
    policy(site, "recover", "--number", "示政办函〔2026〕9号", "--date", "2026-06-01", "--scan", scan,
           "--superior", "示例市人民政府办公室", "--reason", "两位签署人调离，密钥灭失")  # fmt: skip
    for person, name in (("new-deputy", "新任副局长"), ("new-supervisor", "新任纪委书记")):
        policy(site, "person", person, "--name", name, "--key", f"{keys(person)}.pub")
    policy(site, "roots", "chief", "new-deputy", "new-supervisor", "--threshold", 2)
    policy(site, "sign", "--person", "chief", "--key", keys("chief"), "--yes")
    return policy(site, "sign", "--person", "new-deputy", "--key", keys("new-deputy"), "--yes")


def test_a_recovery_holds_only_with_a_new_pin(office, keys, tmp_path, monkeypatch):
    """Design 5: a recorded recovery on paper (上级 co-signs); whoever has the repository alone gains nothing by it."""
    first_version(office, keys)
    old = digest_of(office, 1)
    shown = recover(office, keys, tmp_path)
    new = digest_of(office, 2)
    assert new in shown
    found, codes = accepted(office, old, monkeypatch)
    assert (None, ["V134"]) == (found, codes)
    found, codes = accepted(office, new, monkeypatch)
    assert (2, ["V135"]) == (found.version, codes), "it stays in sight"
    assert ("示例市人民政府办公室", hashlib.sha256(b"a scan").hexdigest()) == (
        found.recovery.superior,
        found.recovery.scan_sha256,
    )
    policy(office, "new")
    policy(office, "person", "head", "--until", "2026-09-01")
    policy(office, "sign", "--person", "chief", "--key", keys("chief"), "--yes")
    policy(office, "sign", "--person", "new-supervisor", "--key", keys("new-supervisor"), "--yes")
    for pin in (new, digest_of(office, 3)):
        found, codes = accepted(office, pin, monkeypatch)
        assert (3, ["V135"], True) == (found.version, codes, found.recovery is not None)
    assert (None, ["V134"]) == accepted(office, old, monkeypatch)


def test_the_manifest_names_policy_and_recovery(office, keys, tmp_path, monkeypatch):
    """Design 5: the mark of a recovery stands in the manifest of every build made under it."""
    from disclosure.publish.release import recovery_words

    first_version(office, keys)
    recover(office, keys, tmp_path)
    found, _ = accepted(office, digest_of(office, 2), monkeypatch)
    assert "示例市人民政府办公室 示政办函〔2026〕9号 2026-06-01" == recovery_words(found)
    assert "" == recovery_words(None)
    assert {"policy", "recovery"} <= set(Release.__slots__)


@pytest.mark.parametrize("key", ["number", "date", "scan_sha256", "superior", "reason"])
def test_a_recovery_says_everything(office, keys, tmp_path, monkeypatch, key):
    """Design 5: number, date, scan, the superior organ and the reason; without one of them it is none."""
    first_version(office, keys)
    recover(office, keys, tmp_path)
    text = office.read("catalog/policy/2.yml")
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith(f"  {key}:")]
    office.write("catalog/policy/2.yml", "".join(lines))
    assert "V136" in accepted(office, digest_of(office, 2), monkeypatch)[1]


def test_recovery_is_not_for_a_site_without_a_policy(office, tmp_path):
    """Design 5: the first version needs no recovery."""
    (tmp_path / "scan").write_bytes(b"x")
    policy(office, "new")
    facts = ("--number", "1", "--date", "2026-06-01", "--superior", "甲", "--reason", "乙")
    assert "不需要恢复" in policy(office, "recover", *facts, "--scan", tmp_path / "scan", code=2)


MISUSE = {
    "a private key in place of the public one": ("person", "head", "--key", "{keys}/head"),
    "a role that is not known": ("person", "head", "--roles", "局长助理"),
    "a division that the office does not have": ("person", "head", "--office", "无此科"),
    "an id that is no id": ("person", "张某某", "--name", "张某某"),
    "a new person without a name": ("person", "somebody", "--roles", "科室负责人"),
    "a time that is none": ("person", "head", "--until", "明天"),
    "a root without a key": ("roots", "keyless", "chief", "--threshold", 2),
    "fewer roots than the threshold": ("roots", "chief", "--threshold", 2),
    "a root who is nobody": ("roots", "chief", "nobody", "--threshold", 2),
    "a delegation of what one has not": (
        *("delegate", "--from", "head", "--to", "leader", "--roles", "统一发布人"),
        *("--start", "2026-08-01", "--end", "2026-08-15", "--basis", "甲"),
    ),
    "a delegation that ends before it begins": (
        *("delegate", "--from", "head", "--to", "leader", "--roles", "科室负责人"),
        *("--start", "2026-08-15", "--end", "2026-08-01", "--basis", "甲"),
    ),
    "a chain that is not shipped": ("new", "--again", "--chain", "none-such"),
    "a second draft": ("new",),
    "a signature by one who is no root": ("sign", "--person", "head", "--key", "{keys}/head", "--yes"),
    "a signature with another's key": ("sign", "--person", "chief", "--key", "{keys}/head", "--yes"),
    "a signature file that is none": ("sign", "--person", "chief", "--signature", "{keys}/head.pub"),
    "a sample key outside of the sample": ("sign", "--person", "chief", "--sample-key", "--yes"),
    "no yes": ("sign", "--person", "chief", "--key", "{keys}/chief"),
    "a scan inside the site": (
        *("recover", "--number", "1", "--date", "2026-06-01", "--superior", "甲", "--reason", "乙"),
        *("--scan", "{site}/mkdocs.yml"),
    ),
}


def test_misuse_is_said_and_changes_nothing(office, keys):
    """Design 3: no input gives a traceback; a refused command leaves the draft as it was."""
    first_version(office, keys)
    policy(office, "new")
    policy(office, "person", "keyless", "--name", "没有密钥的人")
    before = office.read("catalog/policy/draft.yml")
    places = {"keys": keys("head").parent, "site": office.root}
    for case, arguments in MISUSE.items():
        given = [str(argument).format(**places) for argument in arguments]
        said = policy(office, *given, code=2, answer="n\n")
        assert said.strip(), case
        assert before == office.read("catalog/policy/draft.yml"), case
        assert not (office.root / "catalog/policy/draft.sigs.jsonl").exists(), case


def test_without_a_draft_nothing_can_be_changed(office):
    """Design 5: versions are never edited in place."""
    assert "policy new" in policy(office, "person", "head", "--name", "某岗", code=2)
    assert 1 == len(policy(office, "status", code=1).strip().splitlines()), "no policy at all is told"
    assert not (office.root / "catalog/policy").exists()
