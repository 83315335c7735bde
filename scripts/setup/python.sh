# The trainer's Python environment (.venv), versions from trainer/requirements.lock.
setup_python() {
  command -v python3 >/dev/null 2>&1 || fail "there is no python3 on this machine" "install Python 3.11 or newer with its venv module, then run this again"
  value="$gpu-$(digest trainer/requirements.lock trainer/models.lock trainer/setup.sh)"
  stamped .toolchain/python "$value" && [ -x .venv/bin/python ] && return 0
  option=""
  [ "$gpu" = yes ] && option="--gpu"
  run_step python "check that pip reaches its package index, then run this again" sh trainer/setup.sh $option
  mkdir -p .toolchain
  printf '%s' "$value" >.toolchain/python
}
