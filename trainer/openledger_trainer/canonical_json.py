"""Canonical JSON (RFC 8785) for values without fractions, and its Keccak-256."""

import json

from Crypto.Hash import keccak

MAX_SAFE_INTEGER = 2**53 - 1


def canonical_json(value: object) -> str:
    """The one text of a value: keys sorted by UTF-16 code units, no spaces, no escapes but needed ones.

    Only strings, booleans, null, lists, dictionaries and integers up to 2^53 − 1 in size are
    allowed, so that every language prints the same bytes. Throws TypeError or ValueError otherwise.
    """
    if value is None or isinstance(value, bool | str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        if abs(value) > MAX_SAFE_INTEGER:
            raise ValueError(f"integer beyond 2^53 - 1: {value}")
        return str(value)
    if isinstance(value, list | tuple):
        return f"[{','.join(canonical_json(v) for v in value)}]"
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: str(key).encode("utf-16-be"))
        if not all(isinstance(key, str) for key in keys):
            raise TypeError("only strings can be keys")
        return f"{{{','.join(f'{canonical_json(k)}:{canonical_json(value[k])}' for k in keys)}}}"
    raise TypeError(f"not allowed in hashed JSON: {type(value).__name__}")


def keccak256(data: bytes) -> str:
    """Keccak-256 as 0x and 64 hex digits."""
    return "0x" + keccak.new(digest_bits=256, data=data).hexdigest()


def canonical_hash(value: object) -> str:
    """Keccak-256 of the UTF-8 bytes of the canonical JSON."""
    return keccak256(canonical_json(value).encode("utf-8"))
