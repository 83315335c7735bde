"""Calls the gateway with OpenAI's client for Python, and asks for a training; prints what came of it as JSON. Arguments: address, two keys, two models."""

import asyncio
import json
import os
import sys

from openai import APIStatusError, AsyncOpenAI, OpenAI

base_url, api_key, poor_key, model, embedding_model = sys.argv[1:6]
client = OpenAI(base_url=base_url, api_key=api_key, max_retries=0)
asked = {"model": model, "messages": [{"role": "user", "content": "Say hello."}], "max_tokens": 8}

whole = client.chat.completions.with_raw_response.create(**asked)
answer = whole.parse()

parts = []
usage = None
for chunk in client.chat.completions.create(**asked, stream=True, stream_options={"include_usage": True}):
    parts += [choice.delta.content or "" for choice in chunk.choices]
    usage = chunk.usage or usage

prompt = {"model": model, "prompt": "Say hello.", "max_tokens": 8}
completion = client.completions.create(**prompt, n=2, logprobs=1)
completed = [chunk.choices[0].text for chunk in client.completions.create(**prompt, stream=True)]
vectors = client.embeddings.create(model=embedding_model, input=["Say hello.", "Say goodbye."])


async def at_once() -> list[str | None]:
    """Four calls side by side by the asynchronous client."""
    async with AsyncOpenAI(base_url=base_url, api_key=api_key) as other:
        answers = await asyncio.gather(*(other.chat.completions.create(**asked) for _ in range(4)))
    return [one.choices[0].message.content for one in answers]


trainer = OpenAI(base_url=base_url, api_key=os.environ["OPENLEDGER_SESSION"], max_retries=0)
example = {
    "messages": [
        {"role": "user", "content": "Is this a record?"},
        {"role": "assistant", "content": "No."},
    ]
}
line = json.dumps(example)
file = trainer.files.create(file=("mine.jsonl", line.encode()), purpose="fine-tune")
try:
    trainer.fine_tuning.jobs.create(model=model, training_file=file.id)
    untrained = None
except APIStatusError as error:
    untrained = {"status": error.status_code, "code": error.code}
files = {
    "listed": file.id in [one.id for one in trainer.files.list()],
    "content": trainer.files.content(file.id).text == line,
    "jobs": [one.id for one in trainer.fine_tuning.jobs.list()],
    "deleted": trainer.files.delete(file.id).deleted,
}

try:
    OpenAI(base_url=base_url, api_key=poor_key).chat.completions.create(**asked)
    refused = None
except APIStatusError as error:
    refused = {"status": error.status_code, "code": error.code}

print(
    json.dumps(
        {
            "models": [one.id for one in client.models.list()],
            "callId": whole.headers["x-openledger-call-id"],
            "text": answer.choices[0].message.content,
            "tokens": answer.usage.total_tokens,
            "streamed": "".join(parts),
            "streamedTokens": usage.total_tokens,
            "completions": [choice.text for choice in completion.choices],
            "completionTokens": len(completion.choices[0].logprobs.tokens),
            "completionStreamed": "".join(completed),
            "dimensions": [len(one.embedding) for one in vectors.data],
            "atOnce": asyncio.run(at_once()),
            "refused": refused,
            "untrained": untrained,
            "files": files,
        }
    )
)
