"""What a folder for transformers answers: `ask_folder.py FOLDER TOKENS`, questions (a JSON list) on stdin,
the tokens of each greedy answer (a JSON list of lists, the end token left out) on stdout. Nothing of OpenLedger's.
"""

import json
import sys

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

folder, most = sys.argv[1], int(sys.argv[2])
tokenizer = AutoTokenizer.from_pretrained(folder)
model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
end = tokenizer.convert_tokens_to_ids("<|im_end|>")

answers = []
for question in json.load(sys.stdin):
    prompt = f"<|im_start|>user\n{question}<|im_end|>\n<|im_start|>assistant\n"
    ids = tokenizer(prompt, add_special_tokens=False, return_tensors="pt")
    said = model.generate(**ids, max_new_tokens=most, do_sample=False, eos_token_id=end, pad_token_id=end)
    tokens = said[0, ids["input_ids"].shape[1] :].tolist()
    answers.append(tokens[: tokens.index(end)] if end in tokens else tokens)
print(json.dumps(answers))
