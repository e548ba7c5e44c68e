#!/bin/sh
# Installs the programs that some tests look through (Chromium, a CJK font, LibreOffice Calc and Writer) where
# apt may be used, and says plainly what is missing where it may not. Never fails: tests/conftest.py
# leaves out, by name, the tests that a missing program would need.
set -u

has_chromium() {
    [ -n "${GOVSCORE_CHROMIUM:-}" ] || command -v chromium >/dev/null || command -v chromium-browser >/dev/null ||
        command -v google-chrome >/dev/null
}
has_cjk_font() { command -v fc-list >/dev/null && fc-list ':lang=zh-cn' family | grep -q .; }
has_libreoffice() { command -v soffice >/dev/null || command -v libreoffice >/dev/null; }
has_writer() { has_libreoffice && [ -e "$(dirname "$(readlink -f "$(command -v soffice || command -v libreoffice)")")/libswlo.so" ]; }

wanted=
has_chromium || wanted="$wanted chromium"
has_cjk_font || wanted="$wanted fonts-noto-cjk"
has_libreoffice || wanted="$wanted libreoffice-calc"
has_writer || wanted="$wanted libreoffice-writer"
[ -n "$wanted" ] || exit 0

if ! command -v apt-get >/dev/null; then
    echo "Not installed, and this machine has no apt-get:$wanted. Some tests will be left out."
    exit 0
fi
if [ "$(id -u)" != 0 ]; then
    echo "Not installed, and only root may use apt-get:$wanted. Some tests will be left out."
    echo "To run them all: sudo apt-get install --no-install-recommends$wanted"
    exit 0
fi

echo "Installing by apt:$wanted"
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086  # a list of package names
if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends $wanted; } >/dev/null; then
    echo "apt-get could not install all of:$wanted. Some tests will be left out."
fi
