#!/bin/sh
# Installs the Debian packages of debian-packages.txt that are missing. Says which; asks sudo where
# it is not root. On another system it says what is needed and goes on.
set -eu
list="$(dirname "$0")/debian-packages.txt"

if ! command -v dpkg-query >/dev/null; then
    echo "Not a Debian system: see that the libraries in $list are there."
    exit 0
fi

missing=""
for package in $(grep -v '^#' "$list"); do
    state=$(dpkg-query --show --showformat='${db:Status-Abbrev}' "$package" 2>/dev/null || true)
    case "$state" in ii*) ;; *) missing="$missing $package" ;; esac
done
[ -n "$missing" ] || exit 0

echo "Installing system libraries:$missing"
as_root=""
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "Install these as root, then try again:$missing"; exit 1; }
    as_root=sudo
fi
$as_root apt-get update --quiet=2
# shellcheck disable=SC2086  # a list of names
$as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install --quiet=2 --yes --no-install-recommends $missing >/dev/null
