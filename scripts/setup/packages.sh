# JavaScript packages, exactly as package-lock.json names them.
setup_packages() {
  stamp=node_modules/.openledger-packages
  value=$(digest package-lock.json)
  stamped "$stamp" "$value" && return 0
  run_step packages "check that npm reaches its registry (npm ping), then run this again" npm ci --no-audit --no-fund --loglevel=error
  printf '%s' "$value" >"$stamp"
}
