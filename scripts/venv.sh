#!/bin/sh
# Make .venv with a Python that is new enough, or say what to install.
set -eu
venv=${1:-.venv}
check='import sys; sys.exit(not ((3, 11) <= sys.version_info[:2]))'

if [ -x "$venv/bin/python" ] && "$venv/bin/python" -c "$check" 2>/dev/null && "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    touch "$venv/bin/python" 2>/dev/null || true
    exit 0
fi

python=
for name in python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$name" >/dev/null 2>&1 && "$name" -c "$check" 2>/dev/null; then
        python=$name
        break
    fi
done
if [ -z "$python" ]; then
    echo "Yunying needs Python 3.11 or later and there is none here." >&2
    echo "Debian/Ubuntu: sudo apt-get install python3 python3-venv   macOS: brew install python" >&2
    exit 1
fi

if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    # Debian and Ubuntu keep this part of Python in a package of its own.
    minor=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "python$minor-venv" ||
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv
    else
        echo "This Python cannot make virtual environments yet; run: sudo apt-get install python$minor-venv" >&2
        exit 1
    fi
fi
rm -rf "$venv"
"$python" -m venv "$venv"
