#!/bin/sh
# Finds a Chromium for the browser tests; installs Debian's where that is allowed, else says what will be skipped.
set -u

found() {
    command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 ||
        command -v google-chrome >/dev/null 2>&1
}

found && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the browser tests ..."
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-liberation; } \
        >/dev/null 2>&1
    found && exit 0
fi

echo "The browser tests will be skipped: there is no Chromium. On Debian: sudo apt-get install chromium"
