# shellcheck shell=bash
# Sourced by the scripts beside it: training runs and the lists of classes that come out of them.

# jvm_options DIR OPTIONS: the options of a main class as arguments for java, without those that only serve a finished product:
# the archive that is yet to be made, the silence about it, the sizes of the heap. A third argument takes the place of DIR
# in them.
jvm_options() {
  local dir=$1 options=$2
  grep -v -e '^-XX:AOTCache=' -e '^-Xlog' -e '^-Xm' "$dir/$options" | sed "s|@LIB@|${3:-$dir}|g"
}

# train DIR OPTIONS LISTS [ARG...]: runs a main class and adds the list of the classes that it loads to LISTS.
# One processor and no garbage collection, so that as few classes as can be are there by chance.
train() {
  local dir=$1 options=$2 lists=$3 jvm
  shift 3
  mapfile -t jvm < <(jvm_options "$dir" "$options")
  taskset -c "$(taskset -cp $$ | sed 's/.*: \([0-9]*\).*/\1/')" \
    "$dir/runtime/bin/java" "-XX:DumpLoadedClassList=$lists/$(find "$lists" -type f | wc -l)" -Xms256m -Xmn200m \
    "${jvm[@]}" "$@"
}

# class_list NAME KEY TRAINER...: prints the path of a list of classes that belongs to the key. If there is none yet, it is made
# by the command TRAINER... LISTS. It is kept, since threads make a difference: another training may come upon a few
# classes more or less.
class_list() {
  local list=$CACHE/classes/$1-$2 name=$1 work
  shift 2
  if [ ! -f "$list" ]; then
    work=$(mktemp -d)
    mkdir "$work/lists"
    # Some of the trained commands fail, as they are meant to: what they say only matters when the training fails.
    "$@" "$work/lists" >"$work/log" 2>&1 || die "cannot train '$name': $(cat "$work/log")"
    mkdir -p "$CACHE/classes"
    # What the JVM noted about lambdas and method handles comes after the classes that they belong to.
    {
      sed -s -e '/^[#@]/d' -e 's/ id: .*//' -- "$work"/lists/* | sort -u
      sed -n '/^@/p' -- "$work"/lists/* | sort -u
    } >"$list.$$"
    grep -q '^io/stage1kvm/' "$list.$$" || die "cannot train '$name': no class of ours was loaded: $(cat "$work/log")"
    mv "$list.$$" "$list"
    rm -r "$work"
  fi
  printf '%s\n' "$list"
}

# Whether a machine can be made here, if only for a few instructions.
has_kvm() { { : <>/dev/kvm; } 2>/dev/null; }

# training_guest FILE: an ELF kernel that uses all devices and asks for a reset. It runs on any /dev/kvm.
training_guest() {
  gcc -std=c17 -Wall -Wextra -Werror -Os -m32 -march=i686 -ffreestanding -nostdlib -static -fno-pic -no-pie \
    -fno-stack-protector -fno-asynchronous-unwind-tables \
    -Wl,-N,-Ttext-segment=0x100000,--build-id=none,--no-warn-rwx-segments \
    -o "$1.32" "$ROOT/stage1-kvm/image/training-guest.c"
  objcopy -O elf64-x86-64 "$1.32" "$1"
  rm "$1.32"
}

# What 'stage1-kvm boot' ends with for it.
# shellcheck disable=SC2034
TRAINING_GUEST_STATUS=250
