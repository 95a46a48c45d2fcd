"""The private key of the person who signs: from a file, or derived for the sample office."""

from pathlib import Path

import click
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_ssh_private_key

from disclosure.verbs.options import fail

_WRONG = "密钥文件不是可用的 Ed25519 私钥，或口令不对。"


def load_private_key(path: Path) -> Ed25519PrivateKey:
    """The OpenSSH key in `path`; asks for its password when it has one. Ends the program where it can't be used."""
    try:
        data = path.read_bytes()
    except OSError:
        fail(f"读不出密钥文件 {path}。")
    try:
        key = load_ssh_private_key(data, None)
    except TypeError:  # the key is protected
        try:
            key = load_ssh_private_key(data, click.prompt("密钥口令", hide_input=True).encode())
        except (ValueError, UnsupportedAlgorithm):
            fail(_WRONG)
    except (ValueError, UnsupportedAlgorithm):
        fail(_WRONG)
    if not isinstance(key, Ed25519PrivateKey):
        fail(_WRONG)
    return key
