"""Signatures are OpenSSH's own: stock ssh-keygen makes and checks them; the signed text survives every round trip."""

import contextlib
import shutil
import subprocess

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from disclosure.approval.decision import (
    AGREE,
    OBJECT,
    Decision,
    DecisionFormatError,
    digest_of,
    read_payload,
    write_payload,
)
from disclosure.approval.subject import Subject
from disclosure.sshsig import SignatureFormatError, armour, public_line, sign, verify
from hypothesis import given
from hypothesis import strategies as st

NAMESPACE = "disclosure-approval@v1"
HAVE_SSH = shutil.which("ssh-keygen") is not None
needs_ssh = pytest.mark.skipif(not HAVE_SSH, reason="ssh-keygen is not on this machine")


@pytest.fixture
def key():
    """A fresh key, made for this test."""
    return Ed25519PrivateKey.generate()


@needs_ssh
def test_ssh_keygen_accepts_what_we_sign(key, tmp_path):
    """Design 5: an auditor needs nothing of ours to check a signature."""
    message = "同意公开。\n".encode()
    (tmp_path / "sig").write_text(armour(sign(key, NAMESPACE, message)))
    (tmp_path / "allowed").write_text(f"leader {public_line(key)}\n")
    command = ["ssh-keygen", "-Y", "verify", "-f", "allowed", "-I", "leader", "-n", NAMESPACE, "-s", "sig"]
    good = subprocess.run(command, cwd=tmp_path, input=message, capture_output=True, check=False)
    assert 0 == good.returncode, good.stderr
    bad = subprocess.run(command, cwd=tmp_path, input=message + b"x", capture_output=True, check=False)
    assert 0 != bad.returncode


@needs_ssh
def test_we_accept_what_ssh_keygen_signs(key, tmp_path):
    """Design 5: an approver needs no new tool to sign."""
    private = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    (tmp_path / "key").write_bytes(private)
    (tmp_path / "key").chmod(0o600)
    (tmp_path / "text").write_bytes("同意公开。\n".encode())
    command = ["ssh-keygen", "-Y", "sign", "-f", "key", "-n", NAMESPACE, "text"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    signature = (tmp_path / "text.sig").read_text()
    assert verify(public_line(key), NAMESPACE, "同意公开。\n".encode(), signature)
    assert not verify(public_line(key), "git", "同意公开。\n".encode(), signature), (
        "another namespace is refused"
    )


def test_another_key_or_text_is_refused(key):
    """Integrity row 44: a signature counts for one key, one namespace and one text."""
    signature = sign(key, NAMESPACE, b"text")
    assert verify(public_line(key), NAMESPACE, b"text", signature)
    assert not verify(public_line(key), NAMESPACE, b"texts", signature)
    assert not verify(public_line(Ed25519PrivateKey.generate()), NAMESPACE, b"text", signature)


@given(st.one_of(st.text(), st.binary().map(lambda b: b.hex())))
def test_no_text_for_a_signature_crashes(text):
    """Design 1: no input gives a traceback."""
    key = public_line(Ed25519PrivateKey.from_private_bytes(bytes(32)))
    with contextlib.suppress(SignatureFormatError):
        assert not verify(key, NAMESPACE, b"", text)


_TEXT = st.text(max_size=20)
_DECISIONS = st.builds(
    Decision,
    catalog=_TEXT,
    subject=st.builds(
        Subject, _TEXT, _TEXT, st.lists(st.tuples(_TEXT, st.integers(0, 2**40), _TEXT), max_size=3).map(tuple)
    ),
    revision=st.integers(1, 99),
    step=_TEXT,
    role=_TEXT,
    person=_TEXT,
    decision=st.sampled_from((AGREE, OBJECT)),
    time=st.just("2026-03-04T10:00+08:00"),
    opinion=_TEXT,
    conditions=st.lists(_TEXT, max_size=3).map(tuple),
    after=st.lists(_TEXT, max_size=3).map(tuple),
    mode=st.sampled_from(("key", "paper")),
    evidence=st.dictionaries(_TEXT, _TEXT, max_size=2),
    on_behalf_of=_TEXT,
)


@given(_DECISIONS)
def test_a_decision_is_read_back_as_it_was_signed(decision):
    """Design 5: the signed text holds the whole decision, one text a decision, one decision a text."""
    payload = write_payload(decision)
    assert decision == read_payload(payload)
    assert payload == write_payload(read_payload(payload))
    assert "\n" not in payload
    assert 64 == len(digest_of(payload))


@given(st.one_of(st.text(), st.recursive(st.none() | st.integers() | st.text(), st.lists).map(str)))
def test_no_text_for_a_decision_crashes(text):
    """Design 1: what is no decision is refused with one kind of error."""
    with pytest.raises(DecisionFormatError):
        read_payload(text)
