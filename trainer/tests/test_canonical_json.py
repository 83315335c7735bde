import pytest

from openledger_trainer.canonical_json import canonical_hash, canonical_json, keccak256


def test_keys_are_sorted_by_utf16_code_units() -> None:
    # U+1F600 is D83D DE00 in UTF-16 and so comes before U+FB33, though its code point is greater
    assert canonical_json({"\ufb33": 1, "\U0001f600": 2, "a": 3}) == '{"a":3,"\U0001f600":2,"\ufb33":1}'


def test_text_is_escaped_only_where_needed() -> None:
    assert canonical_json('é\u2028"\\\n\x01/') == '"é\u2028\\"\\\\\\n\\u0001/"'


def test_nested_values() -> None:
    assert canonical_json({"b": [1, True, None, "x"], "a": {}}) == '{"a":{},"b":[1,true,null,"x"]}'


@pytest.mark.parametrize("value", [0.5, {"a": 1.0}, [float("nan")], {1: 2}, b"x"])
def test_fractions_and_other_types_are_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical_json(value)


def test_integers_beyond_what_every_language_prints_alike_are_refused() -> None:
    assert canonical_json(2**53 - 1) == "9007199254740991"
    with pytest.raises(ValueError, match="2\\^53"):
        canonical_json(2**53)


def test_keccak_is_ethereums_and_not_sha3() -> None:
    assert keccak256(b"") == "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"
    assert canonical_hash({"b": 1, "a": 2}) == keccak256(b'{"a":2,"b":1}')
