"""Keys of the sample office, derived from a published phrase: anybody can sign with them, so they prove nothing.

They exist so that no private key lies in the repository; a site that is not marked as a sample refuses them.
"""

import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PHRASE = "disclosure catalog sample office: these keys are public and prove nothing"


def sample_key(person: str) -> Ed25519PrivateKey:
    """The sample key of a person by id."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(f"{PHRASE}\n{person}".encode()).digest())
