# Solidity: forge and solc come with the packages. What TypeScript needs of the contracts is committed in
# packages/chain/src/abi; building says whether it is theirs, and early when the toolchain does not work here.
build_contracts() {
  stamp=contracts/cache/.openledger-$1
  value=$2
  shift 2
  stamped "$stamp" "$value" && return 0
  run_step contracts "stale ABIs: run node contracts/build.mjs and commit; else see the log" "$NODE" contracts/build.mjs --check "$@"
  printf '%s' "$value" >"$stamp"
}

setup_contracts() {
  build_contracts contracts "$(contract_digest contracts/src packages/chain/src/abi)"
}

# The tests take longer to compile than the contracts, and only the test command needs them.
setup_contract_tests() {
  build_contracts contract-tests "$(contract_digest contracts/src contracts/test packages/chain/src/abi)" --tests
}

contract_digest() {
  find "$@" contracts/tools contracts/foundry.toml contracts/build.mjs -type f | LC_ALL=C sort | xargs cat | cksum | tr ' ' '-'
}
