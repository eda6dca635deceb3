# Sourced by the other scripts: makes .venv from a lock file, and installs the system libraries that Qt needs
# and, for dev, the LibreOffice that tests use.
# Usage: . scripts/setup.sh runtime|dev
# Every step is skipped when it was done before.

say() { printf '%s\n' "$*" >&2; }

find_python() {
  local candidate
  for candidate in "${PYTHON:-}" python3.11 python3.12 python3.13 python3; do
    [ -n "$candidate" ] || continue
    if "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
      command -v "$candidate"
      return 0
    fi
  done
  say "CIR Desktop needs Python 3.11, 3.12 or 3.13, and none of these was found."
  return 1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

apt_install() {
  if ! command -v apt-get >/dev/null; then
    say "Please install by hand, with this system's own tool: $*"
    return 1
  fi
  say "Installing system packages: $*"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

qt_libraries() {
  # Shared library and the Debian package that brings it: the first group for any Qt program, the second for a real window.
  local missing=() known soname package
  known=$( (ldconfig -p || /sbin/ldconfig -p) 2>/dev/null)
  while read -r soname package; do
    case "$known" in *"$soname"*) ;; *) missing+=("$package") ;; esac
  done <<'LIST'
libEGL.so.1 libegl1
libGL.so.1 libgl1
libxkbcommon.so.0 libxkbcommon0
libglib-2.0.so.0 libglib2.0-0
libfontconfig.so.1 libfontconfig1
libdbus-1.so.3 libdbus-1-3
libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-shape.so.0 libxcb-shape0
libxkbcommon-x11.so.0 libxkbcommon-x11-0
LIST
  if ! { command -v fc-list >/dev/null && [ -n "$(fc-list 2>/dev/null | head -1)" ]; } \
    && [ ! -d /usr/share/fonts/truetype/dejavu ]; then
    missing+=(fonts-dejavu-core)
  fi
  [ ${#missing[@]} = 0 ] || apt_install "${missing[@]}"
}

libreoffice() {
  # Tests open what we write in it, and read what it writes.
  command -v soffice >/dev/null || apt_install libreoffice-calc-nogui
}

make_venv() {
  local lock=$1 python version stamp
  python=$(find_python) || return 1
  version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  stamp=".venv/.ready-$(basename "$lock")-$(cat "$lock" pyproject.toml | sha256sum | cut -c1-16)-$version"
  [ -e "$stamp" ] && return 0
  "$python" -c 'import ensurepip' 2>/dev/null || apt_install "python$version-venv"
  if [ "$(.venv/bin/python -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)" != "$version" ]; then
    rm -rf .venv
    "$python" -m venv .venv
  fi
  say "Installing the locked packages into .venv (some 300 MB; once)"
  .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$lock"
  .venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
  rm -f .venv/.ready-*
  touch "$stamp"
}

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
case "$1" in
  runtime) make_venv scripts/requirements.lock ;;
  dev)
    make_venv scripts/requirements-dev.lock
    libreoffice
    ;;
  *) say "usage: . scripts/setup.sh runtime|dev"; exit 2 ;;
esac
qt_libraries
