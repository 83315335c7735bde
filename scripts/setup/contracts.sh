# Solidity: forge and solc come with the packages; the ABIs in packages/chain/src/abi are committed, so this only
# compiles what the tests need and says early when the toolchain does not work here.
setup_contracts() {
  stamp=contracts/cache/.openledger-contracts
  value=$(find contracts/src contracts/test contracts/tools contracts/foundry.toml -type f | sort | xargs cat | cksum | tr ' ' '-')
  stamped "$stamp" "$value" && return 0
  run_step contracts "run it by hand to see more: (cd contracts && node build.mjs)" "$NODE" contracts/build.mjs --tests
  printf '%s' "$value" >"$stamp"
}
