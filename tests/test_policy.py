"""The list of who may approve is the weak part: every change of it is signed, numbered, and pinned from outside."""

from pathlib import Path

import pytest
from approval_maker import policy_text, require_approval, write_policy
from disclosure.approval.sample_keys import sample_key
from disclosure.data_files import load_data
from disclosure.sshsig import public_line


@pytest.fixture
def office(make_site):
    """A small office that requires approval and whose policy is in order."""
    return require_approval(make_site())


def codes(site):
    """Codes of the policy."""
    return sorted({row.code for row in site.check() if row.code.startswith(("V12", "V13"))})


def test_a_policy_in_order_is_accepted(office):
    """Design 5: signed by its own roots and pinned, the first version holds."""
    assert [] == codes(office)


def test_a_later_version_signed_by_the_roots_before_it_is_accepted(office):
    """Design 5: each version is signed by a threshold of the one before; the pin may stay at the first."""
    first = write_policy(office, 1, policy_text())
    write_policy(office, 2, policy_text(version=2, previous=first), pin=False)
    assert [] == codes(office)


def _second(signers, previous=None):
    def spoil(site):
        first = write_policy(site, 1, policy_text())
        text = policy_text(version=2, previous=first if previous is None else previous)
        write_policy(site, 2, text, signers=signers, pin=False)

    return spoil


def _unpin(site):
    site.remove("catalog/policy/sample-pin.txt")


def _shared_key(site):
    keys = {"head": public_line(sample_key("leader"))}
    write_policy(site, 1, policy_text(keys=keys))


BAD = {
    "no policy at all": ("V121", lambda s: s.remove("catalog/policy/1.yml")),
    "no pin from outside": ("V122", _unpin),
    "a gap in the numbers": ("V123", lambda s: write_policy(s, 3, policy_text(version=3))),
    "another policy than the pinned one": (
        "V124",
        lambda s: write_policy(s, 1, policy_text(chain="jilin"), pin=False),
    ),
    "an unsigned change": ("V131", _second(())),
    "a change signed by too few": ("V131", _second(("chief",))),
    "a change signed by persons who are no roots": ("V131", _second(("head", "leader"))),
    "a version that does not follow from the one before": (
        "V130",
        _second(("chief", "deputy"), previous="0" * 64),
    ),
    "one key for two persons": ("V128", _shared_key),
    "a key of another kind": (
        "V126",
        lambda s: write_policy(s, 1, policy_text(keys={"head": "ssh-rsa AAAA"})),
    ),
    "a chain that is not shipped": ("V125", lambda s: write_policy(s, 1, policy_text(chain="none-such"))),
    "too few roots for the threshold": ("V129", lambda s: write_policy(s, 1, policy_text(threshold=9))),
    "a validity without a zone": (
        "V127",
        lambda s: write_policy(s, 1, policy_text(spans={"head": {"valid_from": "2026-05-01"}})),
    ),
    "signatures that can't be read": ("V120", lambda s: s.write("catalog/policy/1.sigs.jsonl", "{\n")),
}


@pytest.mark.parametrize("case", BAD)
def test_a_policy_out_of_order_is_an_error_of_the_site(office, case):
    """Design 5: rollback, unsigned change, shared key, no pin: each has its code."""
    code, spoil = BAD[case]
    spoil(office)
    assert code in codes(office), f"{case}: {codes(office)}"


def test_a_policy_out_of_order_stops_the_build(office):
    """Design 5: no pin, no build: nothing is written and the old site stays."""
    _unpin(office)
    done = office.build()
    assert 2 == done.returncode, done.stdout
    assert not office.out.exists()


def test_sample_keys_are_refused_outside_the_sample_office(office, monkeypatch):
    """Design 5: keys that anybody can derive count in a site marked as a sample, and nowhere else."""
    pin = office.read("catalog/policy/sample-pin.txt").strip()
    office.edit("catalog/site.yml", "sample: true", "sample: false")
    assert ["V122"] == codes(office), "the pin must come from outside the repository"
    monkeypatch.setenv("DISCLOSURE_POLICY_PIN", pin)
    assert ["V132"] == codes(office)


def test_every_code_of_approval_has_its_test():
    """Design 3: each code is shown by a sample; here they are signed at run time."""
    here = Path(__file__)
    text = "".join(
        here.with_name(name).read_text(encoding="utf-8")
        for name in (
            *("test_policy.py", "test_approval.py", "test_approve_key.py"),
            *("test_ledger.py", "test_revisions.py", "test_backdating.py"),
            *("test_policy_verbs.py", "test_systems.py"),
        )
    )
    missing = [code for code in load_data("approval_problems.yml")["problems"] if code not in text]
    assert [] == missing, "codes without a sample"
