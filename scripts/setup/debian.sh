# A program that the tests need and that only the system has, out of Debian's package.

install_debian() {
  as_root=""
  [ "$(id -u)" = 0 ] || as_root="sudo -n"
  $as_root apt-get update || return 1
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y --no-install-recommends "$1"
}

# debian_package NAME WHAT: installs it and says so; WHAT needs it.
debian_package() {
  command -v apt-get >/dev/null 2>&1 || fail "$2 needs $1, and there is none" "install $1 so that it is in the PATH, then run this again"
  say "$2 needs $1: Debian's package is installed"
  run_step "$1" "install $1 by hand (apt-get install $1), then run this again" install_debian "$1"
}
