"""Signatures of records: who holds the key made it, and nothing in it has changed since (Ed25519, RFC 8032).

The signature lies beside the record, as BRIEF.json.sig: 64 bytes in base64, on a line. Whoever trusts keys
(the setting `trusted_keys`) has `render`, `send` and `verify` take no record that none of them signed.
Keys are files in PEM, as openssl makes them:

    openssl genpkey -algorithm ed25519 -out desk.key
    openssl pkey -in desk.key -pubout -out desk.pub
"""

from __future__ import annotations

import base64
import binascii
import re
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.errors import SignatureError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

SUFFIX = ".sig"
INSTALL = "pip install 'briefing[signing]'"
PUBLIC = re.compile(rb"-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----")
LIMIT = 1_000
"""Bytes: a longer file is no signature."""


def signature(data: bytes, key: Path) -> bytes:
    """The signature of a record, as it is kept in a file. Raises SignatureError where the key is no use."""
    return base64.b64encode(_private(key).sign(data)) + b"\n"


def check(file: Path, data: bytes, trusted: Path) -> None:
    """Nothing when one of the trusted keys signed the record; else SignatureError, saying what is wrong."""
    _needs_the_library()
    from cryptography.exceptions import InvalidSignature

    beside = file.with_name(file.name + SUFFIX)
    signed = _signature(beside)
    for key in _public(trusted):
        try:
            key.verify(signed, data)
        except InvalidSignature:
            continue
        return
    raise SignatureError(
        "is signed by none of the trusted keys, or was changed since",
        where=str(file),
        hint=f"Get it anew from whoever made it, or look at {trusted}",
    )


def _signature(beside: Path) -> bytes:
    try:
        with beside.open("rb") as file:
            return base64.b64decode(file.read(LIMIT), validate=False)
    except FileNotFoundError as error:
        raise SignatureError(
            "is not there: the record is not signed",
            where=str(beside),
            hint="Make it with sign_key, or leave trusted_keys empty",
        ) from error
    except (OSError, binascii.Error) as error:
        raise SignatureError("is no signature", where=str(beside), hint="Make the record anew") from error


def _private(path: Path) -> Ed25519PrivateKey:
    from briefing.deliver.server import owners_alone

    _needs_the_library()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    data = owners_alone(path, hint="Name the private key, in PEM")
    try:
        key = load_pem_private_key(data, password=None)
    except (ValueError, TypeError) as error:
        raise SignatureError(
            "is no private key in PEM, or one with a password", where=str(path), hint="Set sign_key right"
        ) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise SignatureError("is no Ed25519 key", where=str(path), hint="openssl genpkey -algorithm ed25519")
    return key


def _public(path: Path) -> list[Ed25519PublicKey]:
    """The keys in a file, or in the .pub and .pem files of a folder."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    files = sorted(p for p in path.iterdir() if p.suffix in {".pub", ".pem"}) if path.is_dir() else [path]
    found = []
    for file in files:
        for block in PUBLIC.findall(file.read_bytes()):
            try:
                key = load_pem_public_key(block)
            except ValueError as error:
                raise SignatureError("has a key that can't be read", where=str(file)) from error
            if isinstance(key, Ed25519PublicKey):
                found.append(key)
    if not found:
        raise SignatureError(
            "has no public Ed25519 key in PEM", where=str(path), hint="Set trusted_keys right"
        )
    return found


def _needs_the_library() -> None:
    if find_spec("cryptography") is None:
        raise SignatureError("signatures need the package cryptography", hint=INSTALL)
