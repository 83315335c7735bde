"""PEFT with many adapters in one batch (`adapter_names`), on the base's weights in 32-bit floats.

    python peft_peer.py MODEL_FOLDER ADAPTERS RANK THREADS

Its adapters are random, of the same rank on the same matrices as the engine's. Prints a line of JSON when it is ready;
then answers each load (a line) with {"seconds", "tokens"}. A load's requests go in batches of `atOnce`, each request with
the adapter that its place in the load's list `picks` says.
"""

import json
import sys
import time

import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM, AutoTokenizer

TOKENS_OUT = 64


def main() -> None:
    adapters, rank, threads = (int(argument) for argument in sys.argv[2:5])
    torch.set_num_threads(threads)
    tokenizer = AutoTokenizer.from_pretrained(sys.argv[1], padding_side="left")
    tokenizer.pad_token = tokenizer.pad_token or tokenizer.eos_token
    base = AutoModelForCausalLM.from_pretrained(sys.argv[1], dtype=torch.float32)
    config = LoraConfig(r=rank, lora_alpha=2 * rank, target_modules=["q_proj", "v_proj"], init_lora_weights=False)
    model = get_peft_model(base, config, adapter_name="0")
    for index in range(1, adapters):
        model.add_adapter(str(index), config)
    model.eval()
    print("{}", flush=True)
    for line in sys.stdin:
        print(json.dumps(run(model, tokenizer, json.loads(line))), flush=True)


@torch.inference_mode()
def run(model: torch.nn.Module, tokenizer: object, load: dict) -> dict:
    requests, picks, size = load["requests"], load["picks"], load["atOnce"]
    tokens = 0
    started = time.perf_counter()
    for start in range(0, len(requests), size):
        texts = [
            tokenizer.apply_chat_template(asked["messages"], tokenize=False, add_generation_prompt=True)
            for asked in requests[start : start + size]
        ]
        inputs = tokenizer(texts, return_tensors="pt", padding=True, add_special_tokens=False)
        names = [str(pick) for pick in picks[start : start + size]]
        made = model.generate(**inputs, adapter_names=names, max_new_tokens=TOKENS_OUT, do_sample=False)
        answers = made[:, inputs["input_ids"].shape[1] :]
        ends = answers == tokenizer.eos_token_id
        lengths = torch.where(ends.any(1), ends.int().argmax(1), answers.shape[1])
        tokens += int(lengths.sum())
    return {"seconds": time.perf_counter() - started, "tokens": tokens}


if __name__ == "__main__":
    main()
