# shellcheck shell=bash
# What the scripts share: finding Rust, installing what is missing, a display that nobody sees.
# Sourced by the scripts beside it, after `set -euo pipefail`. Sets `root`, the folder of the project.

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)

# Whether somebody sits there who can be asked for a password.
terminal=""
[ ! -t 0 ] || terminal=yes

# A heading: what happens next.
step() {
    printf '\n==> %s\n' "$*"
}

# A sentence that somebody should read; on stderr.
warn() {
    printf 'warning: %s\n' "$*" >&2
}

# The last sentence of a script that cannot go on.
die() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

have() {
    command -v "$1" >/dev/null 2>&1
}

# Whether the dynamic linker finds a library, by its soname. The window loads these while it runs.
have_library() {
    [[ $(PATH="$PATH:/usr/sbin:/sbin" ldconfig -p 2>/dev/null) == *"$1 "* ]]
}

# Whether Mesa's drivers are here; OpenGL under Xvfb is drawn by its software one.
have_mesa_driver() {
    compgen -G '/usr/lib*/*/dri/swrast_dri.so' >/dev/null || compgen -G '/usr/lib*/dri/swrast_dri.so' >/dev/null
}

# Runs a command as root: directly, by sudo without a password, or by sudo that asks on a terminal.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif have sudo && sudo -n true 2>/dev/null; then
        sudo -n -- "$@"
    elif have sudo && [ -n "$terminal" ]; then
        sudo -p 'Your password, to install packages: ' -- "$@"
    else
        return 1
    fi
}

# Installs Debian packages, given as `PROBE ARGUMENT PACKAGE` triples: a package is asked for only where its probe
# fails, so nothing happens where everything is there. Returns 1, with a sentence, where something stays missing.
install_missing() {
    local -a missing=()
    while [ $# -gt 0 ]; do
        "$1" "$2" || missing+=("$3")
        shift 3
    done
    [ ${#missing[@]} -gt 0 ] || return 0

    if ! have apt-get; then
        warn "missing here: ${missing[*]} (Debian's names). There is no apt-get, so please install them yourself."
        return 1
    fi
    step "Installing ${missing[*]}"
    local log
    log=$(mktemp)
    # The lists of packages are absent on a new machine, or older than the server: hence the second try.
    if apt_get install -y --no-install-recommends "${missing[@]}" >"$log" 2>&1 ||
        { apt_get update && apt_get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
        rm -f -- "$log"
        return 0
    fi
    grep '^E: ' "$log" >&2 || true
    rm -f -- "$log"
    warn "could not install ${missing[*]}. As root: apt-get update && apt-get install ${missing[*]}"
    return 1
}

# apt-get without a question.
apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 "$@" </dev/null
}

# Rust and a C compiler: everything else builds on them.
need_rust() {
    if ! have cargo && [ -x "${CARGO_HOME:-$HOME/.cargo}/bin/cargo" ]; then
        PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
    fi
    have cargo || die "cargo isn't here. Install Rust $(rust_version) or newer (https://rustup.rs), then try again."
    if ! have cc; then
        install_missing have cc gcc have_header stdlib.h libc6-dev ||
            die "there is no C compiler (cc). Install gcc and libc6-dev, then try again."
    fi
}

have_header() {
    [ -e "/usr/include/$1" ]
}

# The oldest Rust that builds the project, as Cargo.toml names it.
rust_version() {
    sed -n 's/^rust-version = "\(.*\)"/\1/p' "$root/Cargo.toml"
}

# What the window loads while it runs; a desktop has nearly all of it.
need_window_libraries() {
    install_missing \
        have_library libxkbcommon.so.0 libxkbcommon0 \
        have_library libxkbcommon-x11.so.0 libxkbcommon-x11-0 \
        have_library libX11.so.6 libx11-6 \
        have_library libX11-xcb.so.1 libx11-xcb1 \
        have_library libXcursor.so.1 libxcursor1 \
        have_library libXi.so.6 libxi6 \
        have_library libXrandr.so.2 libxrandr2 \
        have_library libwayland-client.so.0 libwayland-client0 \
        have_library libwayland-egl.so.1 libwayland-egl1 \
        have_library libEGL.so.1 libegl1 \
        have_library libGL.so.1 libgl1 \
        have_mesa_driver any libgl1-mesa-dri
}

# A display that nobody sees, hands for it, and pictures of it.
need_virtual_display() {
    install_missing \
        have Xvfb xvfb \
        have xdotool xdotool \
        have import imagemagick \
        have openbox openbox \
        have dbus-daemon dbus-daemon \
        have dbus-send dbus-bin
}

# Starts Xvfb on a free display and openbox in it, and sets DISPLAY; both end with the script.
start_virtual_display() {
    local size=${1:-1280x800} number_file
    number_file=$(mktemp)
    # Software drawing is the same on every machine, and Wayland would win over the display made here.
    export LIBGL_ALWAYS_SOFTWARE=1
    unset WAYLAND_DISPLAY
    Xvfb -displayfd 3 -screen 0 "${size}x24" -nolisten tcp +extension GLX 3>"$number_file" 2>/dev/null &
    xvfb_process=$!
    trap stop_virtual_display EXIT
    for _ in $(seq 100); do
        [ ! -s "$number_file" ] || break
        sleep 0.1
    done
    [ -s "$number_file" ] || die "Xvfb did not start within 10 seconds."
    DISPLAY=":$(cat "$number_file")"
    export DISPLAY
    rm -f "$number_file"
    openbox >/dev/null 2>&1 &
    openbox_process=$!
    sleep 0.5
}

stop_virtual_display() {
    kill "${openbox_process:-}" 2>/dev/null || true
    kill "${xvfb_process:-}" 2>/dev/null || true
}
