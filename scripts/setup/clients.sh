# Clients that the gateway's tests run against it, into .toolchain: apps/gateway/test/clients/requirements.lock.
CLIENTS_LOCK=apps/gateway/test/clients/requirements.lock

install_clients() {
  rm -rf .toolchain/clients
  .venv/bin/python -m pip --disable-pip-version-check --no-input install -q --no-deps --target .toolchain/clients -r "$CLIENTS_LOCK"
}

setup_clients() {
  command -v curl >/dev/null 2>&1 || debian_package curl "testing the gateway's clients"
  value=$(digest "$CLIENTS_LOCK")
  stamped .toolchain/clients/.openledger-clients "$value" && return 0
  run_step clients "check that pip reaches its package index, then run this again" install_clients
  printf '%s' "$value" >.toolchain/clients/.openledger-clients
}
