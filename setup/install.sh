#!/bin/sh
# Makes this checkout ready to run: a Python environment in .venv and the shared libraries that
# WeasyPrint needs. `sh setup/install.sh test` adds what the checks need. Says nothing and takes no
# time where everything is there already. PYTHON=/path/to/python3.12 chooses the interpreter.
set -eu
cd "$(dirname "$0")/.."

purpose=${1:-run}
venv=.venv
stamp=$venv/.ready-$purpose
pango="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

say() { echo "set-up: $*" >&2; }
stop() { say "$*"; exit 1; }

# What the installation depends on. The folder's own name is part of it: a checkout that was moved
# has an environment that points to the old place.
state() { { pwd; cat pyproject.toml constraints.txt briefing/__init__.py setup/install.sh; } | sha256sum; }

# True if the command given is a Python that will do. It is run, not only looked up: a version
# manager may put a name on the path that has no interpreter behind it.
suits() { "$1" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
has_pip() { "$1" -c 'import ensurepip' 2>/dev/null; }

find_python() {
    names="${PYTHON:-python3.13 python3.12 python3.11 python3}"
    for name in $names; do
        if suits "$name" && has_pip "$name"; then echo "$name"; return; fi
    done
    for name in $names; do
        if suits "$name"; then echo "$name"; return; fi
    done
}

# Names the Debian package that gives this Python its venv, which Debian ships apart.
venv_package() { "$1" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'; }

has_pango() {
    "$1" -c 'import ctypes
for name in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0"):
    ctypes.CDLL(name)' 2>/dev/null
}

# The names that tests/browser.py looks for.
has_browser() {
    for name in chromium chromium-headless-shell chromium-browser google-chrome; do
        if command -v "$name" >/dev/null; then return 0; fi
    done
    return 1
}

# Installs Debian packages as root or by sudo; where it may not, says the one command to type.
install_packages() {
    if ! command -v apt-get >/dev/null; then
        stop "missing: $*. These are Debian's names; install them as your system does it, then repeat"
    elif [ "$(id -u)" = 0 ]; then
        as_root="env DEBIAN_FRONTEND=noninteractive"
    elif sudo -n true 2>/dev/null; then
        as_root="sudo -n env DEBIAN_FRONTEND=noninteractive"
    else
        stop "missing: $*. Type this, then repeat:
    sudo apt-get update && sudo apt-get install -y --no-install-recommends $*"
    fi
    say "installing as root, by apt-get: $*"
    if [ -t 0 ] && [ -t 2 ] && [ -z "${YES:-}" ]; then
        printf 'set-up: go on? [Y/n] (YES=1 does not ask) ' >&2
        read -r answer
        case $answer in [nN]*) stop "not installed: $*" ;; esac
    fi
    log=$(mktemp)
    if ! { $as_root apt-get update && $as_root apt-get install -y --no-install-recommends "$@"; } >"$log" 2>&1 </dev/null
    then
        cat "$log" >&2
        stop "apt-get could not install $* (its own words are above)"
    fi
    rm -f "$log"
}

# pip before 25.3 has no --build-constraint, and some older ones miss extras such as lxml[html_clean].
pip_is_old() { "$venv/bin/python" -c 'import pip, sys
sys.exit(tuple(map(int, pip.__version__.split(".")[:2])) >= (25, 3))'; }

pip_install() { "$venv/bin/python" -m pip install -qq --no-input --disable-pip-version-check -c constraints.txt "$@"; }

now=$(state)
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$now" ] && "$venv/bin/python" -c '' 2>/dev/null; then
    exit 0
fi

python=$(find_python)
if [ -z "$python" ]; then
    stop "no Python 3.11 or later found (looked for ${PYTHON:-python3.13, python3.12, python3.11, python3}). Install one, or name it: make PYTHON=/path/to/python3"
fi

packages=""
has_pip "$python" || packages="$(venv_package "$python")"
if [ "$(uname)" = Linux ] && ! has_pango "$python"; then packages="$packages $pango"; fi
if [ "$purpose" = test ]; then
    command -v pdftotext >/dev/null || packages="$packages poppler-utils"
    command -v qpdf >/dev/null || packages="$packages qpdf"
fi
# shellcheck disable=SC2086  # a list of words
if [ -n "$packages" ]; then install_packages $packages; fi
if [ "$purpose" = test ] && ! has_browser; then
    (install_packages chromium) || say "going on without a browser: the checks that look at pages in one are skipped"
fi
has_pip "$python" || stop "$python still has no ensurepip, so it can't make an environment. Name another: make PYTHON=/path/to/python3"

if ! { suits "$venv/bin/python" && "$venv/bin/python" -m pip --version; } >/dev/null 2>&1; then
    say "making $venv with $("$python" --version)"
    rm -rf "$venv"
    "$python" -m venv "$venv"
fi
say "installing the Python packages (a minute or so, the first time)"
if pip_is_old; then pip_install --upgrade pip; fi
target=.
if [ "$purpose" = test ]; then target=".[dev]"; fi
pip_install --build-constraint constraints.txt --editable "$target"
# axe-core comes in this package; the rest of it drives a browser of another kind, and is not wanted.
if [ "$purpose" = test ]; then pip_install --no-deps axe-playwright-python; fi
# What mail clients lack, as caniemail.com has it; its test is skipped where there is no npm.
if [ "$purpose" = test ] && command -v npm >/dev/null; then
    npm install --silent --no-fund --no-audit --prefix build/npm caniemail@1.0.5 >/dev/null 2>&1 </dev/null ||
        say "going on without npm's caniemail: the check of what mail clients lack is skipped"
fi
echo "$now" >"$stamp"
# What the checks need includes what running needs.
if [ "$purpose" = test ]; then echo "$now" >"$venv/.ready-run"; fi
