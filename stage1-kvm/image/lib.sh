# shellcheck shell=bash
# Sourced by the scripts beside it: training runs and the lists of classes that come out of them.

# The options of a main class as arguments for java, without those that only serve a finished product:
# the archive that is yet to be made, the silence about it, the sizes of the heap.
jvm_options() {
  local dir=$1 options=$2
  grep -v -e '^-XX:AOTCache=' -e '^-Xlog' -e '^-Xm' "$dir/$options" | sed "s|@LIB@|$dir|g"
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

# class_list NAME KEY TRAINER: prints the path of a list of classes that belongs to the key. If there is none yet, it is made by
# TRAINER LISTS. It is kept, since threads make a difference: another training may come upon a few classes more or less.
class_list() {
  local list=$CACHE/classes/$1-$2 trainer=$3 lists
  if [ ! -f "$list" ]; then
    lists=$(mktemp -d)
    # Some of the trained commands fail, as they are meant to: what they say only matters when the list is no good.
    "$trainer" "$lists" >"$lists.log" 2>&1 || die "cannot train '$1': $(cat "$lists.log")"
    mkdir -p "$CACHE/classes"
    # What the JVM noted about lambdas and method handles comes after the classes that they belong to.
    {
      sed -s -e '/^[#@]/d' -e 's/ id: .*//' -- "$lists"/* | sort -u
      sed -n '/^@/p' -- "$lists"/* | sort -u
    } >"$list.$$"
    grep -q '^io/stage1kvm/' "$list.$$" || die "cannot make the list of classes for '$1': the training loaded none of ours: $(cat "$lists.log")"
    mv "$list.$$" "$list"
    rm -r "$lists" "$lists.log"
  fi
  printf '%s\n' "$list"
}
