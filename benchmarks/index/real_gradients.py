"""Gradients of the example's records and questions at a trained adapter, as the index takes them.

    python real_gradients.py BASE.gguf ADAPTER_DIR WORK_FOLDER OUT.npz

Rows: the 32 records that the demo trains on (the mean of three wordings, as in an index), and 160 more of the
same Datanet (one wording each). Questions: two held-out wordings of each of the 28 trained facts, and one other
wording of 60 records that were not trained on. OUT.npz holds, of the whole gradients, their exact inner products
(gram [n, n], products [questions, n], by the code of today's index), their sketches of 8,192 dimensions, which
fold to any smaller power of two, the answers' certainty, and which row each question's source is.
"""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib.format import open_memmap

sys.path.insert(0, str(Path(__file__).parents[2] / "trainer"))
from openledger_trainer.base_model import load_base_model
from openledger_trainer.examples import make_example
from openledger_trainer.files import file_hash
from openledger_trainer.forked import Forked
from openledger_trainer.gradients import AnswerGradient, answer_gradient
from openledger_trainer.index_rows import ROW_SCALE, gram_matrix, row_products
from openledger_trainer.lora import load_adapter
from openledger_trainer.records import ask
from openledger_trainer.scoring import unit
from openledger_trainer.sharded_index.projection import Projection

DIMENSIONS = 8192
OTHERS, ASKED_OTHERS = 160, 60
EXAMPLE = Path(__file__).parents[2] / "examples" / "medical-coding"
THREADS = 2


def main() -> None:
    base_gguf, adapter_dir, work, out = (Path(argument) for argument in sys.argv[1:5])
    trained, others = choose()
    base = load_base_model(base_gguf)
    peft_model = load_adapter(base, adapter_dir)

    def gradient(pair: tuple[str, str]) -> AnswerGradient:
        example = make_example(base.tokenizer, ask(pair[0]), pair[1], base.context)
        return answer_gradient(peft_model, example, ["gate_proj"], base.tokenizer.end_id)

    facts = [place for place, record in enumerate(trained) if record["contributor"] != "noise"]
    wordings = [(record, record["prompts"][:3]) for record in trained]
    wordings += [(record, record["prompts"][:1]) for record in others]
    asked = [(place, trained[place]["prompts"][-back]) for place in facts for back in (1, 2)]
    asked += [(len(trained) + place, others[place]["prompts"][-1]) for place in range(ASKED_OTHERS)]
    records = [*trained, *others]
    pairs = [(prompt, record["answer"]) for record, prompts in wordings for prompt in prompts]
    pairs += [(prompt, records[place]["answer"]) for place, prompt in asked]
    certainty = []
    with Forked(gradient, THREADS) as forked:
        results = forked.map(pairs)
        rows: Any = None
        for place, (_, prompts) in enumerate(wordings):
            mean = np.mean([unit(next(results).vector) for _ in prompts], axis=0, dtype=np.float32)
            if rows is None:
                rows = open_memmap(work / "rows.npy", "w+", np.float16, (len(wordings), mean.size))
                queries = open_memmap(work / "queries.npy", "w+", np.float32, (len(asked), mean.size))
                projection = Projection(file_hash(adapter_dir / "adapter_model.safetensors"), mean.size, DIMENSIONS)
                row_sketches = np.zeros((len(wordings), DIMENSIONS), np.float32)
                query_sketches = np.zeros((len(asked), DIMENSIONS), np.float32)
            row = unit(mean)
            rows[place] = row * ROW_SCALE
            row_sketches[place] = projection.apply(row)
            print(f"row {place + 1} of {len(wordings)}", file=sys.stderr, flush=True)
        for place in range(len(asked)):
            answer = next(results)
            queries[place] = unit(answer.vector)
            query_sketches[place] = projection.apply(queries[place])
            certainty.append(answer.certainty)
            print(f"question {place + 1} of {len(asked)}", file=sys.stderr, flush=True)
    products = np.stack([row_products(rows, [query])[0] for query in queries])
    np.savez(
        out,
        gram=gram_matrix(rows),
        products=products,
        rows=row_sketches,
        queries=query_sketches,
        certainty=np.array(certainty),
        source=np.array([place for place, _ in asked]),
        trained=np.array(len(trained)),
    )


def choose() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The records that the demo trains on, and others of the same contributors, from all over their files."""
    slices = json.loads((EXAMPLE / "slice.json").read_text("utf-8"))["demo"]
    trained, left = [], []
    for contributor, places in slices.items():
        lines = (EXAMPLE / "contributions" / f"{contributor}.jsonl").read_text("utf-8").split("\n")
        for number, line in enumerate(lines, 1):
            # One line of the noise is broken on purpose.
            if number in places:
                trained.append({**json.loads(line), "contributor": contributor})
            elif contributor != "noise" and line != "":
                left.append({**json.loads(line), "contributor": contributor})
    step = len(left) / OTHERS
    return trained, [left[int(place * step)] for place in range(OTHERS)]


if __name__ == "__main__":
    main()
