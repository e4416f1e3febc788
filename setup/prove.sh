#!/bin/sh
# Proves the set-up where nothing is there yet: a bare system (debootstrap's minbase of this
# machine's own release, with make and python3 added, nothing else), the last commit copied in, and then
# `make brief` and `make test` as a newcomer types them. Before that, the same as a user who may
# install nothing must end with the one command to type.
#
#   make prove                  needs root and debootstrap; leaves build/prove for looking around
#   sh setup/prove.sh brief     only the targets named
#
# The bare system reaches the package registries as this machine does: its sources, proxies, pip
# settings and certificates are copied in.
set -eu
cd "$(dirname "$0")/.."

say() { echo "prove: $*" >&2; }
stop() { say "$*"; exit 1; }

[ "$(id -u)" = 0 ] || stop "needs root, for chroot and debootstrap: sudo make prove"
command -v debootstrap >/dev/null || stop "needs debootstrap: apt-get install debootstrap"

# Mounts are made in a namespace of our own: they end with this process, however it ends.
if [ -z "${BRIEFING_PROVE:-}" ]; then
    BRIEFING_PROVE=1 exec unshare --mount --propagation private sh setup/prove.sh "$@"
fi

work=$PWD/build/prove
base=$work/base
root=$work/root
. /etc/os-release

make_base() {
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' "Codename: $VERSION_CODENAME" | head -n 1)
    [ -n "$mirror" ] || stop "apt knows no source for $VERSION_CODENAME: run apt-get update first"
    say "making a bare $VERSION_CODENAME"
    rm -rf --one-file-system "$base" "$base.part"
    debootstrap --variant=minbase --include=make,python3 "$VERSION_CODENAME" "$base.part" "$mirror" \
        >"$work/debootstrap.log" 2>&1 || { tail -n 20 "$work/debootstrap.log" >&2; stop "debootstrap failed"; }
    mv "$base.part" "$base"
}

# Gives the bare system this machine's way to the registries, and nothing else of it.
connect() {
    for path in /etc/resolv.conf /etc/hosts /etc/pip.conf "$HOME/.config/pip/pip.conf" "$HOME/.pip/pip.conf" \
        /etc/apt/sources.list /etc/apt/sources.list.d /etc/apt/trusted.gpg.d /etc/apt/keyrings /usr/share/keyrings \
        /etc/apt/auth.conf /etc/apt/auth.conf.d
    do
        if [ -e "$path" ]; then
            mkdir -p "$root$(dirname "$path")"
            rm -rf --one-file-system "$root$path"
            cp -RL "$path" "$root$path"
        fi
    done
    apt-config dump Acquire >"$root/etc/apt/apt.conf.d/99machine"
    # A place of its own: installing packages there writes /etc/ssl/certs anew.
    certificates=${PIP_CERT:-${SSL_CERT_FILE:-${REQUESTS_CA_BUNDLE:-/etc/ssl/certs/ca-certificates.crt}}}
    cp -L "$certificates" "$root/etc/machine-certificates.pem"
}

# Runs a command in the bare system with the variables of a first login, and the proxies.
inside() {
    env | grep -iE '^(https?_proxy|no_proxy|all_proxy|PIP_(INDEX_URL|PROXY|DEFAULT_TIMEOUT))=' \
        >"$work/variables" || true
    # shellcheck disable=SC2046  # a list of words
    chroot "$root" env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
        PIP_CERT=/etc/machine-certificates.pem $(cat "$work/variables") "$@"
}

mkdir -p "$work"
[ -d "$base" ] || make_base
rm -rf --one-file-system "$root"
cp -a "$base" "$root"
connect
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mkdir "$root/checkout"
git archive HEAD | tar -x -C "$root/checkout"
say "in it: $(inside python3 --version), $(inside make --version | head -n 1), no pip, no venv, no Pango"
if inside python3 -c 'import ensurepip' 2>/dev/null; then stop "this system is not bare: it has ensurepip"; fi

say "as a user who may install nothing"
if inside setpriv --reuid=65534 --regid=65534 --clear-groups make -C /checkout brief >"$work/refused.log" 2>&1; then
    stop "make brief went through as a user who may install nothing"
fi
grep -q 'sudo apt-get update && sudo apt-get install' "$work/refused.log" ||
    { cat "$work/refused.log" >&2; stop "it did not say the one command to type"; }
sed 's/^/    /' "$work/refused.log" >&2

for target in ${*:-brief test brief}; do
    began=$(date +%s)
    say "make $target"
    inside make -C /checkout "$target" </dev/null || stop "make $target failed in the bare system"
    say "make $target: $(($(date +%s) - began)) s"
done
