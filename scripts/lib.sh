# shellcheck shell=bash
# Sourced by the scripts beside it: where things are, how progress is told, how JDK 25 is found.

# A failing command substitution ends the script, inside of functions too.
shopt -s inherit_errexit

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# What the build makes on its way lies in target/, what users get in dist/.
# shellcheck disable=SC2034
TARGET=$ROOT/target
# shellcheck disable=SC2034
DIST=$ROOT/dist
# What takes long to make or cannot be made again to the byte is kept here, under the hash of what it is made from.
# shellcheck disable=SC2034
CACHE=${STAGE1_KVM_CACHE:-${XDG_CACHE_HOME:-${HOME:-/var/tmp}/.cache}/stage1-kvm}

# One time for every file we make, the one of the jars (project.build.outputTimestamp): two builds give
# the same bytes, and the JVM accepts its archive only while the jars keep the time they had at the dump.
export SOURCE_DATE_EPOCH=1767225600
export LC_ALL=C.UTF-8 TZ=UTC
umask 022

die() {
  printf '%s: %s\n' "${0##*/}" "$1" >&2
  shift
  [ $# -eq 0 ] || printf 'hint: %s\n' "$@" >&2
  exit 1
}

say() { printf '==> %s\n' "$*"; }

now_ms() {
  local t=$EPOCHREALTIME
  t=${t/[.,]/}
  printf '%s\n' "${t%???}"
}

seconds() { printf '%d.%01d s' $(($1 / 1000)) $(($1 % 1000 / 100)); }

# step NAME COMMAND...: runs a command and says what it does and how long it took.
step() {
  local name=$1 start
  shift
  say "$name"
  start=$(now_ms)
  "$@"
  printf '    %s: %s\n' "$name" "$(seconds $(($(now_ms) - start)))"
}

# digest PATH...: one hash over names, modes, link targets and bytes of all files below the paths, build results left out.
digest() {
  {
    find "$@" \( -name target -o -name .git \) -prune -o \( -type f -o -type l \) -printf '%m %p %l\n' | sort
    find "$@" \( -name target -o -name .git \) -prune -o -type f -print0 | sort -z | xargs -0 -r sha256sum --
  } | sha256sum | cut -c1-32
}

# once STAMP RESULT KEY NAME COMMAND...: a step that is left out while its result is there and the key of its inputs is
# the one of the last run.
once() {
  local stamp=$TARGET/stamps/$1 result=$2 key=$3 name=$4
  shift 4
  if [ -e "$ROOT/$result" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$key" ]; then
    say "$name: unchanged"
    return
  fi
  rm -f "$stamp"
  step "$name" "$@"
  mkdir -p "${stamp%/*}"
  printf '%s\n' "$key" >"$stamp"
}

# Prints the home of a JDK 25 that has jlink.
jdk25() {
  local home
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*25*; do
    if [ -x "$home/bin/jlink" ] && grep -qs '^JAVA_VERSION="25[."]' "$home/release"; then
      printf '%s\n' "$home"
      return
    fi
  done
  return 1
}

require_jdk25() {
  jdk25 || die "cannot find a JDK 25: neither in JAVA_HOME nor in /usr/lib/jvm" "scripts/setup"
}
