"""What schemathesis has to be told about the gateway's API. OPENLEDGER_MODEL, OPENLEDGER_EMBEDDING_MODEL: models that it has."""

import os

import schemathesis


@schemathesis.serializer("application/jsonl")
def json_lines(_: object, value: object) -> bytes:
    """Records, one JSON document a line, go as they are."""
    return value if isinstance(value, bytes) else str(value).encode()


GENERATING = ("POST /v1/chat/completions", "POST /v1/completions")


@schemathesis.hook
def map_body(context: schemathesis.HookContext, body: object) -> object:
    """Calls name a model that there is, and are short: what is wrong with them otherwise stays."""
    if context.operation.label in GENERATING and isinstance(body, dict):
        if isinstance(body.get("model"), str):
            body["model"] = os.environ["OPENLEDGER_MODEL"]
        for name in ("max_tokens", "max_completion_tokens"):
            if isinstance(body.get(name), int) and body[name] > 2:
                body[name] = 2
        if body.get("max_tokens") is None and body.get("max_completion_tokens") is None:
            body["max_tokens"] = 2
    if context.operation.label == "POST /v1/embeddings" and isinstance(body, dict):
        if isinstance(body.get("model"), str):
            body["model"] = os.environ["OPENLEDGER_EMBEDDING_MODEL"]
    return body
