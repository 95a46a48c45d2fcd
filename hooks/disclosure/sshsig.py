"""SSHSIG signatures with Ed25519 keys, made and checked in-process, so that a build needs neither network nor program.

The format is OpenSSH's (PROTOCOL.sshsig): what stock `ssh-keygen -Y sign` makes is accepted here, and the other
way round. They are no 可靠电子签名 in the sense of 电子签名法; docs/handbook says what they are.
"""

import base64
import binascii
import hashlib
import struct
from collections.abc import Callable
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ALGORITHM = "sshsig-ed25519"
"""The name that records carry beside a signature, so that another algorithm can follow."""

KEY_TYPE = b"ssh-ed25519"
_MAGIC = b"SSHSIG"
_VERSION = 1
_HASHES = {b"sha256": hashlib.sha256, b"sha512": hashlib.sha512}
_KEY_LENGTH, _SIGNATURE_LENGTH = 32, 64
_BEGIN, _END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
_LINE = 70


class SignatureFormatError(ValueError):
    """Bytes or text that are no SSHSIG signature or no Ed25519 key."""


class _Parts(NamedTuple):
    public_key: bytes
    namespace: bytes
    hash_name: bytes
    signature: bytes


def verify(public_key: str, namespace: str, message: bytes, signature: str) -> bool:
    """Whether `signature` (base64 of the blob, or armoured) is `public_key`'s over `message` in `namespace`.

    `public_key` is a line as in authorized_keys. Raises SignatureFormatError for what can't be parsed.
    """
    key = parse_public_key(public_key)
    parts = _parse(_unarmour(signature))
    if parts.namespace != namespace.encode() or _key_of(parts.public_key) != key:
        return False
    signed = _signed_data(namespace, parts.hash_name, message)
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(parts.signature, signed)
    except InvalidSignature:
        return False
    return True


def sign(private_key: Ed25519PrivateKey, namespace: str, message: bytes) -> str:
    """The signature of `message` as base64 of the SSHSIG blob."""

    def ours(data: bytes) -> bytes:
        return _string(KEY_TYPE) + _string(private_key.sign(data))

    return sign_by(public_line(private_key), namespace, message, ours)


def sign_by(public_key: str, namespace: str, message: bytes, signer: Callable[[bytes], bytes]) -> str:
    """The same with a key that lies elsewhere: `signer` gives its signature blob (type and value) of some bytes.

    `public_key` is a line as in authorized_keys. Raises SignatureFormatError for what can't be parsed.
    """
    hash_name = b"sha512"
    blob = b"".join(
        (
            _MAGIC,
            struct.pack(">I", _VERSION),
            _string(public_blob(public_key)),
            _string(namespace.encode()),
            _string(b""),
            _string(hash_name),
            _string(signer(_signed_data(namespace, hash_name, message))),
        )
    )
    return base64.b64encode(blob).decode()


def public_blob(line: str) -> bytes:
    """A public key as agents name it. Raises SignatureFormatError for a line that holds no Ed25519 key."""
    return _string(KEY_TYPE) + _string(parse_public_key(line))


def public_line(private_key: Ed25519PrivateKey) -> str:
    """The public key as a line for authorized_keys, without a comment."""
    raw = private_key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return f"{KEY_TYPE.decode()} {base64.b64encode(_string(KEY_TYPE) + _string(raw)).decode()}"


def armour(signature: str) -> str:
    """A signature as `ssh-keygen -Y verify` reads it."""
    lines = [signature[start : start + _LINE] for start in range(0, len(signature), _LINE)]
    return "\n".join((_BEGIN, *lines, _END, ""))


def parse_public_key(line: str) -> bytes:
    """The 32 bytes of an Ed25519 public key. Raises SignatureFormatError for any other line."""
    words = line.split()
    if len(words) < 2 or words[0] != KEY_TYPE.decode():  # noqa: PLR2004 (type and key)
        raise SignatureFormatError("not an ssh-ed25519 key")
    return _key_of(_decode(words[1]))


def _unarmour(text: str) -> bytes:
    body = text.strip()
    if body.startswith(_BEGIN) and body.endswith(_END):
        body = body[len(_BEGIN) : -len(_END)]
    return _decode("".join(body.split()))


def _decode(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise SignatureFormatError("not base64") from error


def _signed_data(namespace: str, hash_name: bytes, message: bytes) -> bytes:
    digest = _HASHES[hash_name](message).digest()
    return b"".join((_MAGIC, _string(namespace.encode()), _string(b""), _string(hash_name), _string(digest)))


def _parse(blob: bytes) -> _Parts:
    if blob[:6] != _MAGIC or blob[6:10] != struct.pack(">I", _VERSION):
        raise SignatureFormatError("not an SSHSIG signature")
    key, rest = _take(blob[10:])
    namespace, rest = _take(rest)
    _, rest = _take(rest)
    hash_name, rest = _take(rest)
    wrapped, rest = _take(rest)
    kind, signature = _take(wrapped)
    raw, left = _take(signature)
    if rest or left or kind != KEY_TYPE or hash_name not in _HASHES or len(raw) != _SIGNATURE_LENGTH:
        raise SignatureFormatError("not an Ed25519 SSHSIG signature")
    return _Parts(key, namespace, hash_name, raw)


def _key_of(blob: bytes) -> bytes:
    kind, rest = _take(blob)
    key, left = _take(rest)
    if kind != KEY_TYPE or left or len(key) != _KEY_LENGTH:
        raise SignatureFormatError("not an Ed25519 key")
    return key


def _string(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


def _take(data: bytes) -> tuple[bytes, bytes]:
    if len(data) < 4:  # noqa: PLR2004 (a length is four bytes)
        raise SignatureFormatError("cut short")
    length = int.from_bytes(data[:4], "big")
    if len(data) < 4 + length:
        raise SignatureFormatError("cut short")
    return data[4 : 4 + length], data[4 + length :]
