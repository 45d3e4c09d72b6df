# shellcheck shell=bash
# What is packed for Linux: one tree of files, the same in the package, in the tarball and below ~/.local.
# Sourced behind lib.sh. Sets `version`, and `SOURCE_DATE_EPOCH` to the last commit, so that packing twice gives the
# same bytes.

name=tokens-per-dollar
# shellcheck disable=SC2154  # lib.sh sets root.
linux=$root/assets/packages/linux
version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$root/Cargo.toml")
# An archive of the source has no commits; then it is the day of the changelog.
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct 2>/dev/null || stat -c %Y "$root/CHANGELOG.md")}
# Exported only behind the build: a change of it would build the app anew.
day=$(date -u -d "@$SOURCE_DATE_EPOCH" +%F)

# Prints a file with its @VERSION@ and @DATE@ filled in.
filled_in() {
    sed "s/@VERSION@/$version/g; s/@DATE@/$day/g" "$1"
}

# Lays out DIR/bin and DIR/share around a BINARY. Every file of share is named in assets/packages/linux/install too.
lay_out() {
    local binary=$1 bin=$2/bin share=$2/share
    install -D -m 755 -- "$binary" "$bin/$name"
    install -D -m 644 -- "$root/assets/$name.desktop" "$share/applications/$name.desktop"
    install -D -m 644 -- "$root/assets/icon.svg" "$share/icons/hicolor/scalable/apps/$name.svg"
    install -D -m 644 -- "$root/assets/icon.png" "$share/icons/hicolor/256x256/apps/$name.png"
    install -D -m 644 -- "$root/assets/icon-64.png" "$share/icons/hicolor/64x64/apps/$name.png"
    install -D -m 644 -- "$linux/mime.xml" "$share/mime/packages/$name.xml"
    mkdir -p -- "$share/metainfo" "$share/man/man1"
    filled_in "$linux/metainfo.xml" >"$share/metainfo/io.github.tokens_per_dollar.tokens_per_dollar.metainfo.xml"
    filled_in "$linux/$name.1" | gzip -9n >"$share/man/man1/$name.1.gz"
}
