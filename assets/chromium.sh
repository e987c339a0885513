#!/bin/sh
# Debian's Chromium for the browser tests, where it is missing and can be installed. Without it those tests are
# skipped, and the last lines of the run say so.
command -v chromium >/dev/null && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing Chromium for the browser tests"
  { apt-get update -qq && apt-get install -y -qq chromium; } >/dev/null 2>&1
fi
command -v chromium >/dev/null || echo "Chromium is not here and could not be installed: browser tests will be skipped."
exit 0
