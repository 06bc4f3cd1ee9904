# shellcheck shell=bash
# Sourced by scripts/bench-start and scripts/start/pods: what they measure, and the report.

# memory_of PID: KiB resident, private dirty and proportional of a process, without the guest's memory.
memory_of() {
  awk '
    /^[0-9a-f]+-[0-9a-f]+ / { guest = /memfd:guest-memory|memfd:memory-backend-memfd/ }
    guest { next }
    $1 == "Rss:" { rss += $2 }
    $1 == "Private_Dirty:" { dirty += $2 }
    $1 == "Pss:" { pss += $2 }
    END { print rss + 0, dirty + 0, pss + 0 }' "/proc/$1/smaps"
}

# make_pod_image DIR: an app that says a line and waits.
make_pod_image() {
  mkdir -p "$1/app"
  cp /bin/busybox "$1/app/busybox"
  "$DIST/bin/aci" build --overwrite --owner-root --name example.com/bench "$1/app" "$1/app.aci" -- \
    /busybox sh -c 'echo ready; exec /busybox sleep 1000'
}

# median FILE FIELD
median() {
  sort -n -k "$2,$2" "$1" | awk -v f="$2" '{ v[NR] = $f } END { if (NR) print v[int((NR + 1) / 2)] }'
}

# most FILE FIELD
most() { awk -v f="$2" '$f > m { m = $f } END { print m + 0 }' "$1"; }

# row WHAT UNIT OURS QEMU BOUND: a line of the table and one of the JSON. A bound is a factor of QEMU's figure (x1.5), a
# figure, or - for none.
row() {
  local what=$1 unit=$2 ours=$3 qemu=$4 bound=$5
  awk -v w="$what" -v u="$unit" -v o="$ours" -v q="$qemu" -v b="$bound" '
    BEGIN {
      ratio = (q > 0 && o > 0) ? sprintf("%.2f", o / q) : "-"
      limit = (b ~ /^x/) ? substr(b, 2) * q : b + 0
      held = (b == "-") ? "" : (o <= limit) ? "yes" : "no"
      printf "%-46s %9s %9s %-4s %6s %7s %s\n", w, o, (q == "" ? "-" : q), u, ratio, b, held
    }'
  rows+=("$(printf '{"what":"%s","unit":"%s","ours":%s,"qemu":%s,"bound":"%s"}' "$what" "$unit" "$ours" "${qemu:-null}" "$bound")")
}

# tenths MICROS: milliseconds; mib KIB: MiB. Both with one decimal.
tenths() { awk -v v="$1" 'BEGIN { printf "%.1f", v / 1000 }'; }
mib() { awk -v v="$1" 'BEGIN { printf "%.1f", v / 1024 }'; }

# memory_rows NAME OURS QEMU FUNCTION: resident and private dirty, by the median or the largest.
memory_rows() {
  local name=$1 ours=$2 qemu=$3 how=$4
  row "$name: resident" MiB "$(mib "$("$how" "$ours" 1)")" "$(mib "$("$how" "$qemu" 1)")" 56
  row "$name: private dirty" MiB "$(mib "$("$how" "$ours" 2)")" "$(mib "$("$how" "$qemu" 2)")" 30
}

# report FIGURES ROUNDS MACHINES JSON
report() {
  local f=$1 list
  rows=()
  printf '%-46s %9s %9s %-4s %6s %7s %s\n' what ours QEMU '' ratio bound held
  row "exec to first KVM_RUN" ms "$(tenths "$(median "$f/start-ours" 1)")" "$(tenths "$(median "$f/start-qemu" 1)")" x1.5
  row "exec to first KVM_RUN, shortest" ms "$(tenths "$(sort -n "$f/start-ours" | sed -n 's/ .*//;1p')")" \
    "$(tenths "$(sort -n "$f/start-qemu" | sed -n 's/ .*//;1p')")" -
  row "processors' time of it, the end included" ms "$(tenths "$(median "$f/start-ours" 3)")" "$(tenths "$(median "$f/start-qemu" 3)")" -
  memory_rows "at first KVM_RUN, one" "$f/memory-ours-one" "$f/memory-qemu-one" median
  memory_rows "at first KVM_RUN, largest of $3" "$f/memory-ours-each" "$f/memory-qemu-each" most
  if [ -s "$f/hello-ours" ]; then
    row "pod: first KVM_RUN to stage2's hello" ms "$(tenths "$(median "$f/hello-ours" 1)")" "$(tenths "$(median "$f/hello-qemu" 1)")" x1.0
    row "pod: stage1's start to stage2's hello" ms "$(tenths "$(median "$f/hello-ours" 2)")" "$(tenths "$(median "$f/hello-qemu" 2)")" -
    memory_rows "pod: monitor's process" "$f/pod-ours" "$f/pod-qemu" median
    row "pod: supervisor beside QEMU, private dirty" MiB 0 "$(mib "$(median "$f/pod-supervisor" 2)")" -
    row "exits until the guest's first process" "" "$(sed 's/.*"exits":\([0-9]*\).*/\1/' "$f/exits")" "" 2000
  fi
  list=$(IFS=,; printf '%s' "${rows[*]}")
  mkdir -p "$(dirname "$4")"
  printf '{"rounds":%d,"machines":%d,"rows":[%s],"exits":%s}\n' "$2" "$3" "$list" "$(cat "$f/exits" 2>/dev/null || echo null)" >"$4"
  say "figures: $4"
}
