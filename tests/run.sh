#!/usr/bin/env bash
# Installs what the tests need and runs them all. One command, also on a fresh machine.
set -euo pipefail
cd "$(dirname "$0")/.."
have() { for program; do command -v "$program" > /dev/null || return 1; done; }
if ! have redis-server redis-cli; then
    sudo=$([ "$(id -u)" = 0 ] || echo sudo)
    $sudo apt-get update -q && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends redis-server redis-tools
fi

# Tests in a browser need Chromium, and axe-core for accessibility. Without them those tests are skipped, and say so.
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
if [ ! -x /usr/bin/chromium ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium for the tests in a browser."
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; } >/dev/null 2>&1 || true
fi
[ -x /usr/bin/chromium ] || echo "Skipping the tests in a browser: there is no /usr/bin/chromium."

axe=tests/NatComments.Tests/Browser
if [ ! -f "$axe/node_modules/axe-core/axe.min.js" ] && command -v npm >/dev/null; then
    echo "Installing axe-core into $axe/node_modules for the tests of accessibility."
    npm install --prefix "$axe" --no-save --no-package-lock --no-audit --no-fund --silent axe-core@4.10.3 >/dev/null 2>&1 || true
fi
[ -f "$axe/node_modules/axe-core/axe.min.js" ] || echo "Skipping the tests of accessibility: axe-core could not be installed."

# The word lists are held against whole dictionaries. Without them those tests are skipped, and say so.
if ! { [ -f /usr/share/dict/american-english ] && [ -f /usr/share/dict/british-english ]; } && [ "$(id -u)" = 0 ] && have apt-get; then
    echo "Installing the English dictionaries wamerican and wbritish for the tests of word lists."
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends wamerican wbritish; } > /dev/null 2>&1 || true
fi
[ -f /usr/share/dict/american-english ] && [ -f /usr/share/dict/british-english ] || echo "Skipping word lists against dictionaries: wamerican and wbritish could not be installed."
turkish=tests/NatComments.Tests/Lab
if [ ! -f "$turkish/node_modules/dictionary-tr/index.dic" ] && have npm; then
    echo "Installing dictionary-tr into $turkish/node_modules for the tests of word lists."
    npm install --prefix "$turkish" --no-save --no-package-lock --no-audit --no-fund --silent dictionary-tr@2.0.0 > /dev/null 2>&1 || true
fi
[ -f "$turkish/node_modules/dictionary-tr/index.dic" ] || echo "Skipping word lists against dictionaries: dictionary-tr could not be installed."

# What deploy/check.sh asks about what is deployed, and two networks that a test parts. Without them less is checked, and it is said what. RUNLEVEL: nothing is started.
if [ "$(id -u)" = 0 ] && have apt-get && ! { have nginx openssl systemd-analyze promtool ip && python3 -c 'import yaml, jsonschema' 2> /dev/null; }; then
    echo "Installing what checks the deployment: nginx, openssl, systemd, promtool, iproute2, python3 with yaml and jsonschema."
    { apt-get update -qq && RUNLEVEL=1 apt-get install -y -qq --no-install-recommends nginx-light openssl systemd prometheus iproute2 python3-yaml python3-jsonschema; } > /dev/null 2>&1 || true
fi

dotnet build NatComments.sln -v q --nologo
dotnet test NatComments.sln --no-build --nologo

# What strangers, readers, moderators and thieves of the disk try, against a server of its own; a minute.
if have python3; then
    python3 tests/attack/attack.py
else
    echo "Skipping the attacks on a running server: there is no python3."
fi

bash deploy/check.sh
