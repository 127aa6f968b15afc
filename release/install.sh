#!/bin/sh
# Installs `papers` from a release: downloads the archive for this machine, checks its SHA-256 and puts the program into
# a folder of the user.
#
#   PAPERS_VERSION      the version to install, such as 0.1.0 (default: the newest)
#   PAPERS_INSTALL_DIR  where the program goes (default: ~/.local/bin)
#   PAPERS_RELEASES     where the releases are, for mirrors (default: the project's own)
set -eu

releases=${PAPERS_RELEASES:-@RELEASES@}
folder=${PAPERS_INSTALL_DIR:-$HOME/.local/bin}

fail() {
  echo "install: $1" >&2
  exit 1
}

# The archives for Linux are linked statically, so that they run whatever C library there is.
target() {
  case "$(uname -s) $(uname -m)" in
    "Linux x86_64") echo x86_64-unknown-linux-musl ;;
    "Linux aarch64" | "Linux arm64") echo aarch64-unknown-linux-musl ;;
    "Darwin x86_64") echo x86_64-apple-darwin ;;
    "Darwin arm64") echo aarch64-apple-darwin ;;
    *) fail "there is no archive for $(uname -s) on $(uname -m); build it: cargo install --locked --git REPOSITORY papers-post" ;;
  esac
}

download() {
  curl --fail --silent --show-error --location --retry 3 --output "$2" "$1" || fail "cannot download $1; nothing was installed"
}

checksum() {
  if command -v sha256sum > /dev/null; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1
}

case "$releases" in
  @*) fail "this copy does not know where the releases are: set PAPERS_RELEASES, or take the one of a release" ;;
esac
command -v curl > /dev/null || fail "curl is not installed"

target=$(target)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -n "${PAPERS_VERSION:-}" ]; then
  address=$releases/download/v${PAPERS_VERSION#v}
else
  address=$releases/latest/download
fi
download "$address/papers-$target.tar.gz" "$work/papers.tar.gz"
download "$address/papers-$target.tar.gz.sha256" "$work/papers.sha256"
wanted=$(cut -d ' ' -f 1 "$work/papers.sha256")
found=$(checksum "$work/papers.tar.gz")
[ "$wanted" = "$found" ] || fail "the checksum of papers-$target.tar.gz is $found, not $wanted; nothing was installed"

tar -xzf "$work/papers.tar.gz" -C "$work"
mkdir -p "$folder"
cp "$work/papers-$target/papers" "$folder/.papers.new"
chmod 755 "$folder/.papers.new"
mv "$folder/.papers.new" "$folder/papers"
echo "installed $("$folder/papers" --version) as $folder/papers"
case ":$PATH:" in
  *":$folder:"*) ;;
  *) echo "add $folder to your PATH" ;;
esac
