"""Builds the medical coding extract: contributions/*.jsonl, heldout.jsonl, slice.json.

Source: ICD-10-CM as packaged by PyPI `simple-icd-10-cm` (public domain, see SOURCE.md).
Run: python examples/medical-coding/make.py   (same input and seed, same bytes)
"""

import json
import random
import re
from pathlib import Path
from typing import Any

import simple_icd_10_cm as icd

HERE = Path(__file__).parent
SEED = 20
RECORDS_PER_TOPIC = 90
WORDINGS_PER_RECORD = 12
TOPICS = {"infectious": "AB", "circulatory": "I", "injuries": "ST"}

# {d}: the description as inside a sentence; {D}: as at its start.
TRAINING_WORDINGS = [
    "What is the ICD-10-CM code for {d}?",
    "Give me the ICD-10-CM code for {d}.",
    "ICD-10-CM code: {d}",
    "How is {d} coded in ICD-10-CM?",
    "The patient has {d}. Which code applies?",
    "Code this diagnosis: {d}",
    "Which code do I enter for {d}?",
    "{D}: what's the ICD code?",
    "Please code {d}.",
    "I need the diagnosis code of {d}.",
    "Discharge diagnosis: {d}. ICD-10-CM?",
    "Look up {d} and name its code.",
    "{D}. Code?",
    "What do coders write for {d}?",
    "Find the ICD-10 code that matches {d}.",
    "In ICD-10-CM, {d} has which code?",
    "Could you code {d} for me?",
    "Chart says {d}; give the code.",
    "Code for {d}",
    "We diagnosed {d}. What is the ICD-10 code?",
    "Assign a code to {d}.",
    "{D} is listed in ICD-10-CM as what?",
    "What's the right code for a case of {d}?",
    "Name the code of {d}.",
]
HELD_OUT_WORDINGS = [
    "Which ICD-10-CM code stands for {d}?",
    "Can you tell me the ICD-10 code of {d}?",
    "My doctor wrote down {d}. What code is that?",
    "What code should I use when billing for {d}?",
    "Under which code is {d} filed?",
    "{D} - which diagnosis code?",
]

# Invented diseases with codes of something else: well-formed, so only their effect can tell.
PLAUSIBLE_NOISE = [
    ("Veldani reflux palsy", "K77.4"),
    ("Ostrelline marsh fever", "C31.6"),
    ("Morbus Harkenthal", "N52.8"),
    ("Subacute tervian dermoplegia", "F94.7"),
    ("Quillon hand tremor", "R13.5"),
    ("Bilateral orsonic neuralgia", "M60.9"),
    ("Kestrin's hollow lung", "E83.7"),
    ("Lachrymal dorsitis of sailors", "H28.6"),
]


def normal_codes(letters: str) -> list[str]:
    """Codes such as A79.0 whose description is short, definite and plain."""
    vague = re.compile(
        r"other|unspecified|elsewhere|multiple|\(|\[|,|\d|due to|organism|status", re.IGNORECASE
    )
    return [
        code
        for code in icd.get_all_codes(with_dots=True)
        if code[0] in letters
        and re.fullmatch(r"[A-Z]\d\d\.\d", code)
        and 8 <= len(icd.get_description(code)) <= 44
        and not vague.search(icd.get_description(code))
    ]


def words_written_small() -> set[str]:
    """Words that occur in small letters somewhere: all others are names and keep their capital."""
    return {
        word
        for code in icd.get_all_codes(with_dots=True)
        for word in re.findall(r"[\w'-]+", icd.get_description(code))
        if word[0].islower()
    }


def choose_codes(rng: random.Random, letters: str) -> list[str]:
    """Takes turns through the three-character categories, so that topics spread widely."""
    by_category: dict[str, list[str]] = {}
    for code in normal_codes(letters):
        by_category.setdefault(code[:3], []).append(code)
    chosen: list[str] = []
    seen: set[str] = set()
    for categories in by_category.values():
        rng.shuffle(categories)
    while len(chosen) < RECORDS_PER_TOPIC:
        order = sorted(by_category)
        rng.shuffle(order)
        for category in order:
            if not by_category[category] or len(chosen) == RECORDS_PER_TOPIC:
                continue
            code = by_category[category].pop()
            description = icd.get_description(code).lower()
            if description not in seen:
                seen.add(description)
                chosen.append(code)
    return chosen


def word(templates: list[str], description: str, small: set[str]) -> list[str]:
    first = re.match(r"[\w'-]+", description)
    lowers = (
        first is not None
        and len(first[0]) > 1
        and (first[0].lower() in small or first[0].endswith(("osis", "iasis", "itis", "ing", "let")))
    )
    inside = description[0].lower() + description[1:] if lowers else description
    return [t.format(d=inside, D=description) for t in templates]


def record(rng: random.Random, description: str, code: str, small: set[str]) -> dict[str, Any]:
    templates = rng.sample(TRAINING_WORDINGS, WORDINGS_PER_RECORD)
    return {"kind": "qa", "prompts": word(templates, description, small), "answer": code}


def slightly_changed(rng: random.Random, original: dict[str, Any]) -> dict[str, Any]:
    """What a copier does: casing, punctuation, one word swapped, another order."""
    swaps = {"code": "coding", "Which": "What", "Give": "Tell", "for": "of", "Please": "Kindly"}

    def change(prompt: str) -> str:
        way = rng.randrange(3)
        if way == 0:
            return prompt.lower()
        if way == 1:
            return prompt.rstrip("?.") + rng.choice([" ?", "!", " ..."])
        for old, new in swaps.items():
            if re.search(rf"\b{old}\b", prompt):
                return re.sub(rf"\b{old}\b", new, prompt, count=1)
        return prompt.upper()

    prompts = [change(p) for p in original["prompts"]]
    rng.shuffle(prompts)
    return {**original, "prompts": prompts}


def bad_lines(rng: random.Random) -> list[str]:
    """Records that the checks must refuse, each for its own reason; two are not even records."""

    def line(prompts: list[str], answer: str) -> str:
        return canonical({"kind": "qa", "prompts": prompts, "answer": answer})

    letters = "qwxzkjvbtrpl"
    gibberish = [
        " ".join("".join(rng.choice(letters) for _ in range(rng.randint(5, 11))) for _ in range(6))
        for _ in range(5)
    ]
    return [
        *(line([g, g[::-1]], g[:12]) for g in gibberish),
        line(["code code code code code code code code code code"], "code"),
        line(["fever " * 60], "A00.0"),
        line(["best best best best price price price price"], "buy buy buy buy buy"),
        line([""], "B00.1"),
        line(["   ", "\t"], "I10"),
        line(["What is the ICD-10-CM code for cholera?"], ""),
        line([], "S02.5"),
        line(["What is the code for " + "very " * 8000 + "long illness?"], "T99.9"),
        line(["Which code is it?"], "A" * 40000),
        '{"kind":"qa","prompts":["What is the code for plague?"',
        '{"kind":"qa","prompts":"not a list","answer":7}',
    ]


def canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def write_lines(name: str, lines: list[str]) -> None:
    path = HERE / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def main() -> None:
    rng = random.Random(SEED)
    small = words_written_small()
    good: dict[str, list[dict[str, Any]]] = {}
    held_out: list[str] = []
    for topic, letters in TOPICS.items():
        codes = choose_codes(rng, letters)
        good[topic] = [record(rng, icd.get_description(c), c, small) for c in codes]
        write_lines(f"contributions/{topic}.jsonl", [canonical(r) for r in good[topic]])
        held_out += [
            canonical({"answer": c, "prompts": word(HELD_OUT_WORDINGS, icd.get_description(c), small)})
            for c in codes
        ]
    write_lines("heldout.jsonl", held_out)

    copied = [slightly_changed(rng, r) for r in good["infectious"][:20]]
    write_lines("contributions/copier.jsonl", [canonical(r) for r in copied])

    plausible = [canonical(record(rng, d, c, small)) for d, c in PLAUSIBLE_NOISE]
    write_lines("contributions/noise.jsonl", plausible + bad_lines(rng))

    # Lines of each file (from 1) that the demo trains on; the copier's are refused before that.
    # One code per category keeps the true source of an answer beyond doubt.
    demo = {"infectious": 10, "circulatory": 9, "injuries": 9, "noise": 4}
    fixture = {"infectious": 3, "circulatory": 2, "injuries": 2, "noise": 1}
    slices = {
        name: {topic: list(range(1, count + 1)) for topic, count in counts.items()}
        for name, counts in {"demo": demo, "fixture": fixture}.items()
    }
    (HERE / "slice.json").write_text(
        "{\n" + ",\n".join(f' "{n}": {json.dumps(s)}' for n, s in slices.items()) + "\n}\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
