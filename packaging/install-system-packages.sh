#!/bin/sh
# Installs the Debian packages of debian-packages.txt that are missing, with the argument "test" also
# those of the tests. Says which; asks sudo where it is not root. What Fetalens can do without, and
# any other system than Debian, is only told about.
set -eu
list="$(dirname "$0")/debian-packages.txt"

if ! command -v dpkg-query >/dev/null; then
    echo "Not a Debian system: see that the libraries in $list are there."
    exit 0
fi

# missing KIND: names of the packages of this kind that are not installed
missing() {
    for package in $(awk -v kind="$1" '!/^#/ && NF && $2 == kind { print $1 }' "$list"); do
        state=$(dpkg-query --show --showformat='${db:Status-Abbrev}' "$package" 2>/dev/null || true)
        case "$state" in ii*) ;; *) printf ' %s' "$package" ;; esac
    done
}

# install NAME...: as root. Fails where that cannot be, or where apt-get fails
install() {
    as_root=""
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || return 1
        as_root=sudo
    fi
    $as_root apt-get update --quiet=2 &&
        $as_root env DEBIAN_FRONTEND=noninteractive \
            apt-get install --quiet=2 --yes --no-install-recommends "$@" >/dev/null
}

needed=$(missing "")
wanted=$(missing optional)
[ "${1:-}" != test ] || wanted="$wanted$(missing test)"

# shellcheck disable=SC2086  # lists of names
if [ -n "$needed" ]; then
    echo "Installing system libraries:$needed"
    install $needed || { echo "Install these as root, then try again:$needed"; exit 1; }
fi
# shellcheck disable=SC2086
if [ -n "$wanted" ]; then
    echo "Installing what Fetalens can do without:$wanted"
    install $wanted || echo "Going on without these; install them as root for the best:$wanted"
fi
