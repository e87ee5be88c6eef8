#!/usr/bin/env bash
# From a fresh Debian 12 to real figures: deploy/quickstart.sh [stop|status]
#
# Installs missing packages, builds, starts ledger and aggregator on loopback, imports the catalogue and the two sample
# counties through the public RPCs, prints their figures, and leaves the services running. May be repeated: what is built
# is not built again, what runs is not started again, what stands is not written again.
#
# From the environment: TAIZHANG_HOME, where data, logs and process ids are kept (~/.local/share/taizhang), and
# TAIZHANG_LEDGER_ADDRESS and TAIZHANG_AGGREGATOR_ADDRESS, where the services listen (127.0.0.1:7601, 127.0.0.1:7602).
# TAIZHANG_BIN_DIR takes programs that are built already, and installs and builds nothing.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
home=${TAIZHANG_HOME:-$HOME/.local/share/taizhang}
bin=${TAIZHANG_BIN_DIR:-$root/build/release/bin}
export TAIZHANG_LEDGER_ADDRESS=${TAIZHANG_LEDGER_ADDRESS:-127.0.0.1:7601}
export TAIZHANG_AGGREGATOR_ADDRESS=${TAIZHANG_AGGREGATOR_ADDRESS:-127.0.0.1:7602}
readonly START_SECONDS_MAX=60 STOP_SECONDS_MAX=30

bold='' plain=''
[ -t 1 ] && bold=$'\033[1m' plain=$'\033[0m'
say() { printf '\n%s== %s%s\n' "$bold" "$*" "$plain"; }
fail() {
  printf 'quickstart.sh: %s\n' "$*" >&2
  exit 1
}

# The id of the running service, or nothing. A file that outlived its process, or whose id is another program's now, is
# as good as none.
pid_of() { # ledger|aggregator
  local pid
  pid=$(cat "$home/$1.pid" 2>/dev/null) || return 0
  [[ $pid =~ ^[0-9]+$ ]] && [[ $(readlink "/proc/$pid/exe" 2>/dev/null) == */taizhang-"$1"* ]] && echo "$pid"
  return 0
}

is_listening() { # host:port
  local host=${1%:*} port=${1##*:}
  host=${host#[}
  (exec 3<>"/dev/tcp/${host%]}/$port") 2>/dev/null
}

stop_service() { # ledger|aggregator
  local pid
  pid=$(pid_of "$1")
  if [ -z "$pid" ]; then
    echo "$1 is not running."
  else
    kill -TERM "$pid"
    timeout $STOP_SECONDS_MAX tail --pid="$pid" -s 0.1 -f /dev/null ||
      fail "$1 (process $pid) is still running $STOP_SECONDS_MAX s after SIGTERM; see $home/$1.log"
    echo "$1 stopped."
  fi
  rm -f "$home/$1.pid"
}

start_service() { # ledger|aggregator address flag...
  local service=$1 address=$2 pid
  shift 2
  pid=$(pid_of "$service")
  if [ -n "$pid" ] && [[ $(readlink "/proc/$pid/exe") == *' (deleted)' ]]; then
    echo "$service was built anew: starting it again."
    stop_service "$service"
    pid=
  fi
  if [ -n "$pid" ]; then
    echo "$service is running already (process $pid)."
    return
  fi
  if is_listening "$address"; then
    fail "something else listens on $address (see: ss -ltnp). Stop it, or give $service another address:
  TAIZHANG_${service^^}_ADDRESS=127.0.0.1:17600 deploy/quickstart.sh"
  fi
  setsid nohup "$bin/taizhang-$service" "--listen-address=$address" --health-address= "$@" \
    >>"$home/$service.log" 2>&1 </dev/null &
  echo $! >"$home/$service.pid"
  echo "$service started on $address (process $!, log $home/$service.log)."
}

# Until both serve, or one of them has ended.
wait_until_serving() {
  local service
  until "$bin/taizhang" status --wait-ms=1000 >/dev/null 2>&1; do
    for service in ledger aggregator; do
      if [ -z "$(pid_of $service)" ]; then
        tail -n 5 "$home/$service.log" >&2
        fail "$service ended right after its start; its log is $home/$service.log"
      fi
    done
    if [ $((SECONDS - started)) -gt $START_SECONDS_MAX ]; then
      "$bin/taizhang" status >&2 || true
      fail "the services do not serve after $START_SECONDS_MAX s; their logs are in $home"
    fi
  done
}

build() {
  say "Packages"
  "$root/deploy/install-packages.sh"
  say "Build (the first one takes some minutes)"
  cd "$root"
  if [ ! -f build/release/build.ninja ]; then
    mkdir -p build
    cmake --preset release >build/release.configure.log || { cat build/release.configure.log >&2; fail "cmake failed"; }
  fi
  cmake --build --preset release -j "$(nproc)" --target taizhang taizhang-ledger taizhang-aggregator
}

figures() { # flag...
  "$bin/taizhang" figures "${tokens[@]}" "$@"
}

print_figures() {
  local kaiping=divisions/440783 banan=divisions/500113
  say "开平市 Kaiping"
  figures --indicator all --period 2025-H1 --scope $kaiping --scope $kaiping/clusters/kaiping-youpin-matrix \
    --scope divisions/440783116
  echo
  figures --indicator all --period 2024 --scope $kaiping/villages/440783107236 --scope $kaiping/villages/440783108232 \
    --scope $kaiping/clusters/magang-youpin --scope $kaiping/clusters/dasha-tea
  say "巴南区 Banan"
  figures --indicator all --period 2025-06 --scope $banan --scope $banan/clusters/bio-city
  echo
  figures --period 2025 --scope $banan --indicator special-treasury-bond-funding --indicator fees-saved \
    --indicator environmental-commissioners
  echo
  figures --period 2025 --scope $banan/clusters/biopharma-chain --indicator environmental-approval-exemptions \
    --indicator patent-auctions --indicator patents-sold --indicator patent-sales-value
}

print_next_steps() {
  local command=$bin/taizhang
  [ "$PWD" = "$root" ] && command=${command#"$root"/}
  say "Next"
  cat <<END
Both services keep running. Try:

1. The investment of the brand's projects, in the county and upward to the nation:
   $command figures --scope 440783 --scope 4407 --scope 44 --scope CN \\
     --indicator total-investment --indicator investment-projects --period 2025-06

2. A project's investment is corrected; the county's figure follows at once (and back again with deploy/quickstart.sh):
   echo '{"subject": "divisions/440783/projects/jinluo-rice", "measure": "measures/total-investment", "period": "2025-06", "amount": {"value": "1.2亿元"}}' | $command import -

3. The same question through gRPC (grpcurl: go install github.com/fullstorydev/grpcurl/cmd/grpcurl@v1.9.1):
   grpcurl -plaintext -d '{"scopes": ["divisions/440783"], "indicators": ["indicators/total-investment"],
     "periods": ["2025-06"]}' $TAIZHANG_AGGREGATOR_ADDRESS taizhang.aggregator.v1.AggregatorService/QueryFigures

Stop them with: deploy/quickstart.sh stop      How they are: deploy/quickstart.sh status
Data, logs and process ids: $home
END
}

run() {
  [ -n "${TAIZHANG_BIN_DIR:-}" ] || build
  mkdir -p "$home/ledger" "$home/aggregator"
  chmod 700 "$home"
  say "Services"
  started=$SECONDS
  start_service ledger "$TAIZHANG_LEDGER_ADDRESS" "--data-dir=$home/ledger"
  start_service aggregator "$TAIZHANG_AGGREGATOR_ADDRESS" "--ledger-address=$TAIZHANG_LEDGER_ADDRESS"
  wait_until_serving
  say "Catalogue and samples"
  "$bin/taizhang" import "$root"/deploy/catalogue/*.jsonl "$root"/deploy/samples/*.jsonl | tee "$home/import.txt"
  mapfile -t tokens < <(awk 'NR > 2 {print "--token=" $NF}' "$home/import.txt")
  print_figures
  print_next_steps
}

case "${1:-}" in
  '') run ;;
  stop)
    stop_service aggregator
    stop_service ledger
    ;;
  status)
    for service in ledger aggregator; do
      pid=$(pid_of $service)
      if [ -n "$pid" ]; then echo "$service: process $pid"; else echo "$service is not running."; fi
    done
    "$bin/taizhang" status
    ;;
  *)
    echo "usage: deploy/quickstart.sh [stop|status]" >&2
    exit 64
    ;;
esac
