# The browser of the end-to-end tests: any Chromium of this machine, else Debian's package.
find_browser() {
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" && return 0
  done
  return 1
}

install_browser() {
  as_root=""
  [ "$(id -u)" = 0 ] || as_root="sudo -n"
  $as_root apt-get update || return 1
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y --no-install-recommends chromium
}

setup_browser() {
  if ! find_browser >/dev/null; then
    command -v apt-get >/dev/null 2>&1 || fail "the browser tests need Chromium, and there is none" "install Chromium so that 'chromium' is in the PATH, then run this again"
    say "the browser tests need Chromium: Debian's package is installed"
    run_step browser "install Chromium by hand (apt-get install chromium), then run this again" install_browser
  fi
  OPENLEDGER_BROWSER=$(find_browser)
  export OPENLEDGER_BROWSER
}
