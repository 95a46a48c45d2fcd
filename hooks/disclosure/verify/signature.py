"""Who vouches for a list: the signature of SHA256SUMS against a public key that came another way."""

from pathlib import Path

from disclosure.publish.manifest import NAMESPACE
from disclosure.sshsig import KEY_TYPE, SignatureFormatError, verify


class UnsignedError(ValueError):
    """The list is not signed with the key; the message says what is wrong, for people."""


def check_signature(sums: Path, signature: Path, key: Path) -> None:
    """Hold that `signature` is by the Ed25519 key in `key` (a .pub or an allowed_signers file) over `sums`.

    Raises UnsignedError.
    """
    try:
        words = key.read_text(encoding="utf-8").split("\n")[0].split()
    except (OSError, ValueError):
        raise UnsignedError(f"读不出公钥文件 {key}。") from None
    kind = KEY_TYPE.decode()
    line = " ".join(words[words.index(kind) :]) if kind in words else ""
    try:
        message, text = sums.read_bytes(), signature.read_text(encoding="ascii")
    except (OSError, ValueError):
        raise UnsignedError(f"读不出签名 {signature}。") from None
    try:
        good = verify(line, NAMESPACE, message, text)
    except SignatureFormatError:
        raise UnsignedError(f"{key} 不是 Ed25519 公钥，或者 {signature} 不是它能核验的签名。") from None
    if not good:
        raise UnsignedError(f"{signature} 不是用这把密钥对 {sums} 签的：清单可能被人改过。")
