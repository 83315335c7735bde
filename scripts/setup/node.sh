# Node >= 22.18 (it runs TypeScript as it is); an older machine gets npm's node@24 inside the project.
NODE_PACKAGE=node@24.21.0

node_is_new_enough() {
  "$1" -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 18) ? 0 : 1)' 2>/dev/null
}

install_node() {
  mkdir -p .toolchain/node
  [ -f .toolchain/node/package.json ] || printf '{"private":true}\n' >.toolchain/node/package.json
  npm install --prefix .toolchain/node --no-audit --no-fund --no-save "$NODE_PACKAGE" || return 1
  # The package fetches its platform's binary in an install script, which npm may have refused to run.
  [ -x .toolchain/node/node_modules/node/bin/node ] || (cd .toolchain/node/node_modules/node && node installArchSpecificPackage)
  [ -x .toolchain/node/node_modules/node/bin/node ]
}

setup_node() {
  command -v node >/dev/null 2>&1 || fail "there is no node on this machine" "install Node.js 20 or newer with npm, then run this again"
  command -v npm >/dev/null 2>&1 || fail "there is no npm on this machine" "install npm, then run this again"
  NODE=$(command -v node)
  if ! node_is_new_enough "$NODE"; then
    NODE="$root/.toolchain/node/node_modules/node/bin/node"
    node_is_new_enough "$NODE" || run_step node "check that npm reaches its registry (npm ping), then run this again" install_node
    PATH="$(dirname "$NODE"):$PATH"
    export PATH
  fi
  export NODE
}
