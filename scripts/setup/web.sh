# The web app (apps/web/dist), built from its sources and from the protocol that it shares with everything else.
setup_web() {
  value=$(find apps/web/src apps/web/public apps/web/index.html apps/web/vite.config.ts packages/core/src packages/chain/src packages/sdk/src package-lock.json -type f -not -name '*.test.ts' | LC_ALL=C sort | xargs cat | cksum | tr ' ' '-')
  stamped apps/web/dist/.openledger-web "$value" && return 0
  run_step web "run it by hand to see more: npx vite build apps/web" "$NODE" node_modules/vite/bin/vite.js build apps/web
  printf '%s' "$value" >apps/web/dist/.openledger-web
}
