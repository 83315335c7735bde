"""Writes fixtures/embeddings.jsonl: what transformers computes for some sentences (mean pooling, length 1).

    python packages/engine/test/make_embedding_fixture.py

The engine's test compares its own vectors with these. Each vector is base64 of 384 float32, little-endian.
"""

import base64
import json
import sys
from pathlib import Path

import torch
from transformers import AutoModel, AutoTokenizer

sys.path.insert(0, str(Path(__file__).parents[1] / "python"))
from export_minilm import find_source

SENTENCES = [
    "Cholera due to Vibrio cholerae 01, biovar cholerae",
    "Typhoid fever, unspecified",
    "What is the ICD-10-CM code for acute appendicitis with peritonitis?",
    "Type 2 diabetes mellitus without complications",
    "Fracture of the left femur, initial encounter for closed fracture",
    "The MIT License permits reuse within proprietary software.",
    "Which licence requires that derivative works are distributed under the same terms?",
    "Permission is hereby granted, free of charge, to any person obtaining a copy of this software.",
    "GNU General Public License v3.0 or later",
    "Creative Commons Zero v1.0 Universal",
    "How much is 17 multiplied by 23?",
    "a",
    "   leading and trailing spaces   ",
    "UPPER CASE, lower case, MiXeD cAsE",
    "Ärzte in Zürich behandeln naïve Patienten à la carte.",
    "東京は日本の首都です。",
    "Emoji 🙂 and symbols ©®™ € £ ¥",
    "[CLS] text that looks like a control token [SEP] must stay text",
    "Numbers: 3.14159, 1e-6, 0xdeadbeef, A00.0, Z99.89",
    "A contributor is paid for each record that raised the probability of the answer.",
    "antidisestablishmentarianism pneumonoultramicroscopicsilicovolcanoconiosis",
    "Two lines\nof text\twith a tab",
    "x = [i ** 2 for i in range(10) if i % 2 == 0]  # squares",
    "The quick brown fox jumps over the lazy dog. " * 12,
]


def main() -> None:
    source = find_source()
    tokenizer = AutoTokenizer.from_pretrained(source, local_files_only=True)
    model = AutoModel.from_pretrained(source, local_files_only=True).eval()
    rows = []
    with torch.no_grad():
        for text in SENTENCES:
            batch = tokenizer(text, return_tensors="pt", split_special_tokens=True)
            hidden = model(**batch).last_hidden_state[0]  # (tokens, 384)
            vector = torch.nn.functional.normalize(hidden.mean(dim=0), dim=0)
            data = base64.b64encode(vector.numpy().astype("<f4").tobytes()).decode("ascii")
            rows.append({"text": text, "tokens": batch["input_ids"][0].tolist(), "vector": data})
    out = Path(__file__).parent / "fixtures" / "embeddings.jsonl"
    out.parent.mkdir(exist_ok=True)
    out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    print(out)


if __name__ == "__main__":
    main()
