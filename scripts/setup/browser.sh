# The browser of the end-to-end tests: any Chromium of this machine, else Debian's package.
find_browser() {
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" && return 0
  done
  return 1
}

setup_browser() {
  find_browser >/dev/null || debian_package chromium "testing the pages"
  OPENLEDGER_BROWSER=$(find_browser)
  export OPENLEDGER_BROWSER
}
