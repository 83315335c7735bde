"""llama.cpp's server by its Python package, driven in process: nothing of HTTP is measured.

    python xllamacpp_peer.py GGUF THREADS PARALLEL CONTEXT [ADAPTER]

Prints a line of JSON when it is ready; then answers each load (a line) with {"seconds", "tokens"}.
"""

import json
import sys
import threading
import time

import xllamacpp

TOKENS_OUT = 64


def main() -> None:
    threads, parallel, context = (int(argument) for argument in sys.argv[2:5])
    params = xllamacpp.CommonParams()
    params.model.path = sys.argv[1]
    params.n_parallel = parallel
    params.n_ctx = context * parallel
    params.cpuparams.n_threads = threads
    params.cpuparams_batch.n_threads = threads
    if len(sys.argv) > 5:
        params.lora_adapters = [xllamacpp.CommonAdapterLoraInfo(sys.argv[5], 1.0)]
    server = xllamacpp.Server(params)
    print("{}", flush=True)
    for line in sys.stdin:
        print(json.dumps(run(server, json.loads(line))), flush=True)


def run(server: "xllamacpp.Server", load: dict) -> dict:
    queue = list(load["requests"])[::-1]
    lock = threading.Lock()
    tokens = 0

    def lane() -> None:
        nonlocal tokens
        while True:
            with lock:
                if not queue:
                    return
                asked = queue.pop()
            order = {
                "messages": asked["messages"],
                "max_tokens": TOKENS_OUT,
                "temperature": 0,
                "cache_prompt": False,
            }
            answer = server.handle_chat_completions(order)
            if not isinstance(answer, dict):
                answer = json.loads(answer)
            with lock:
                tokens += answer["usage"]["completion_tokens"]

    started = time.perf_counter()
    lanes = [threading.Thread(target=lane) for _ in range(load["atOnce"])]
    for one in lanes:
        one.start()
    for one in lanes:
        one.join()
    return {"seconds": time.perf_counter() - started, "tokens": tokens}


if __name__ == "__main__":
    main()
