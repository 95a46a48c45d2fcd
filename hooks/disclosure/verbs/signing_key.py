"""What signs a decision: a person's key file, their ssh-agent, or the sample office's derived key."""

from pathlib import Path

import click

from disclosure.approval.decision import NAMESPACE
from disclosure.approval.policy import Policy
from disclosure.approval.sample_keys import sample_key
from disclosure.sshsig import SignatureFormatError, public_blob, public_line, sign, sign_by
from disclosure.types import Site
from disclosure.verbs.approval_writing import Signer
from disclosure.verbs.options import fail, stacked
from disclosure.verbs.private_key import load_private_key
from disclosure.verbs.ssh_agent import AgentError, agent_sign

key_options = stacked(
    click.option(
        "--key", type=click.Path(path_type=Path, dir_okay=False), help="私钥文件（OpenSSH 格式，Ed25519）。"
    ),
    click.option("--agent", is_flag=True, help="由 ssh-agent 签名，私钥不经过本程序。"),
    click.option("--sample-key", is_flag=True, help="使用示例密钥（只限示例站点）。"),
)
"""What signs, as the verbs that sign are told it."""


def find_signer(
    site: Site,
    policy: Policy,
    person: str,
    key: Path | None,
    *,
    sample: bool,
    agent: bool = False,
    namespace: str = NAMESPACE,
) -> Signer:
    """What signs for `person`, with exactly the key that the policy names; ends the program where there is none.

    `namespace` is what the signature is for: a decision, unless it says otherwise.
    """
    registered = policy.persons[person].key
    if agent:
        return agent_signer(registered, namespace)
    if sample and not site.sample:
        fail("示例密钥只能用于示例站点。")
    if key is None and not sample:
        fail("请用 --key 指定私钥文件，或用 --agent 由 ssh-agent 签名。")
    private = load_private_key(key) if key else sample_key(person)
    if public_line(private).split() != registered.split()[:2]:
        fail("这把密钥不是授权文件中登记的那一把。")
    return lambda payload: sign(private, namespace, payload)


def agent_signer(registered: str, namespace: str) -> Signer:
    """The ssh-agent that holds the key with this public line; ends the program where it does not sign."""
    try:
        blob = public_blob(registered)
    except SignatureFormatError:
        fail("授权文件没有登记这个人的密钥。")

    def signer(payload: bytes) -> str:
        try:
            return sign_by(registered, namespace, payload, lambda data: agent_sign(blob, data))
        except AgentError as error:
            fail(str(error))

    return signer
