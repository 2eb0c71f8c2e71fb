# shellcheck shell=bash
# Sourced by the scripts beside it: how a server on loopback is started, waited for and stopped.
#
# A script sets
#   NAME     what it is called                      DIR    its data directory, absolute
#   URL      where it serves                        PORTS  all that it listens on
#   DAEMONS  its processes, in the order in which they are stopped; each has an argument below DIR
# and defines
#   install_programs   gets what is missing, or dies
#   start_daemons      starts them in DIR, which has log, run and tmp in it, and returns when they serve
#   serves             true when it answers
#   env_lines          prints export lines
# and ends in: server_main "$@"
set -euo pipefail

HOST=127.0.0.1
TEST_SERVERS_CACHE=${TEST_SERVERS_CACHE:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/test-servers}

# shellcheck disable=SC2153 # it is the script's, no slip for a local name
say() { printf '%s: %s\n' "$NAME" "$*" >&2; }
die() { say "$*"; exit 1; }

# ---- getting programs

# install_packages PACKAGE...: by apt, as root; without any, nothing.
install_packages() {
  (($#)) || return 0
  ((EUID == 0)) || die "missing packages, install them as root: apt-get install $*"
  say "installing: $*"
  local log
  log=$(mktemp)
  apt_install "$@" >"$log" 2>&1 ||
    { apt-get update && apt_install "$@"; } >>"$log" 2>&1 ||
    { tail -n 20 "$log" >&2; rm -f "$log"; die "apt-get install failed: $*"; }
  rm -f "$log"
}

apt_install() {
  DEBIAN_FRONTEND=noninteractive timeout 1200 apt-get -o DPkg::Lock::Timeout=900 \
    install -y --no-install-recommends "$@" </dev/null 9<&-
}

# build_go_program PACKAGE VERSION PROGRAM: once, into the cache folder. A program elsewhere must be there.
build_go_program() {
  local package=$1 version=$2 program=$3 tmp
  [[ -x $program ]] && return 0
  [[ $program == "$TEST_SERVERS_CACHE/"* ]] || die "$program is not a program"
  command -v go >/dev/null || die 'missing: the Go toolchain'
  say "building $package@$version, once: this takes minutes"
  mkdir -p -- "$TEST_SERVERS_CACHE"
  tmp=$(mktemp -d "$TEST_SERVERS_CACHE/build.XXXXXX")
  if ! GOBIN=$tmp timeout 1200 go install -ldflags='-s -w' "$package@$version" </dev/null >"$tmp/log" 2>&1 9<&-; then
    tail -n 20 "$tmp/log" >&2
    rm -rf -- "$tmp"
    die "go install failed: $package@$version"
  fi
  mv -- "$tmp/${package##*/}" "$program"
  rm -rf -- "$tmp"
}

# ---- starting

# spawn DAEMON COMMAND...: in the background, in a session of its own, logging to a file.
spawn() {
  local name=$1
  shift
  TMPDIR=$DIR/tmp setsid "$@" </dev/null >>"$DIR/log/$name.log" 2>&1 9<&- &
  printf '%s\n' "$!" >"$DIR/run/$name.pid"
}

# run SECONDS COMMAND...: a bounded step whose output is shown only when it fails.
run() {
  local limit=$1 log rc=0
  shift
  log=$(mktemp "$DIR/log/step.XXXXXX")
  TMPDIR=$DIR/tmp timeout -k 5 "$limit" "$@" </dev/null >"$log" 2>&1 9<&- || rc=$?
  ((rc == 0)) || { show_logs; die "failed ($rc): $*"; }
  rm -f -- "$log"
}

# wait_for SECONDS DAEMON COMMAND...: until COMMAND succeeds; dies when the daemon ends before.
wait_for() {
  local limit=$1 name=$2 end pid
  shift 2
  end=$((SECONDS + limit))
  until "$@"; do
    # One that goes to the background by itself has no pid file at first.
    if pid=$(cat "$DIR/run/$name.pid" 2>/dev/null) && [[ $pid ]] && ! kill -0 "$pid" 2>/dev/null; then
      show_logs
      die "$name ended at its start"
    fi
    ((SECONDS < end)) || { show_logs; die "$name: not ready within $limit s"; }
    sleep 0.05
  done
}

show_logs() {
  local file
  for file in "$DIR"/log/*; do
    [[ -s $file ]] || continue
    printf -- '--- %s\n' "$file" >&2
    tail -n 15 -- "$file" | cut -c1-2000 >&2
  done
}

# make_certificate: self-signed, of localhost and 127.0.0.1, as tls.crt and tls.key in DIR.
make_certificate() {
  run 30 openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=localhost \
    -addext 'subjectAltName=DNS:localhost,DNS:*.localhost,IP:127.0.0.1' \
    -keyout "$DIR/tls.key" -out "$DIR/tls.crt"
}

listens() { (exec 3<>"/dev/tcp/$HOST/$1") 2>/dev/null; }

# answers PORT PATH: a GET of it, without authentication, is answered by 200.
answers() {
  local line=
  { exec 3<>"/dev/tcp/$HOST/$1"; } 2>/dev/null || return 1
  printf 'GET %s HTTP/1.0\r\n\r\n' "$2" >&3
  IFS= read -r -t 10 line <&3 || true
  exec 3>&-
  [[ $line == HTTP/1.*' 200 '* ]]
}

port_free() { # dies if it is not; a server that has just ended may hold it a moment more
  local end=$((SECONDS + 5))
  while listens "$1"; do
    ((SECONDS < end)) || die "port $1 on $HOST is taken by another program"
    sleep 0.1
  done
}

# ---- the processes

# ours PID: it runs, and an argument of its is below our directory. So a recycled pid is never
# taken for ours, nor a zombie (which has no arguments) for running.
ours() {
  local args=() arg
  mapfile -d '' -t args 2>/dev/null <"/proc/$1/cmdline" || return 1
  for arg in ${args[@]+"${args[@]}"}; do [[ $arg == "$DIR"/* ]] && return 0; done
  return 1
} 2>/dev/null

pid_of() { # pid_of DAEMON: its pid, if it runs
  local pid
  pid=$(cat "$DIR/run/$1.pid" 2>/dev/null) || return 1
  [[ $pid =~ ^[0-9]+$ ]] && ours "$pid" && printf '%s\n' "$pid"
}

is_whole() { # every daemon runs, and it answers
  local name
  for name in "${DAEMONS[@]}"; do pid_of "$name" >/dev/null || return 1; done
  serves
}

stop_daemons() {
  local name pid end
  for name in "${DAEMONS[@]}"; do
    pid=$(pid_of "$name") || continue
    kill "$pid" 2>/dev/null || continue
    end=$((SECONDS + 15))
    while ours "$pid"; do
      if ((SECONDS >= end)); then
        say "$name ($pid) did not end in 15 s: killed"
        kill -9 "$pid" 2>/dev/null || true
        sleep 0.2
        break
      fi
      sleep 0.05
    done
  done
}

wipe() { # only a directory that this script made
  [[ -e $DIR ]] || return 0
  if [[ -e $DIR/.$NAME ]]; then
    rm -rf -- "$DIR"
  elif [[ -n $(ls -A -- "$DIR") ]]; then
    die "$DIR is not empty and not ours: not touched"
  fi
}

since() { awk -v a="${1/,/.}" -v b="${EPOCHREALTIME/,/.}" 'BEGIN { printf "%.1f", b - a }'; }

# ---- the verbs

start() {
  local t0 port
  if is_whole; then
    say "already running in $DIR"
    return 0
  fi
  install_programs
  t0=$EPOCHREALTIME
  trap stop_daemons EXIT # a start that fails leaves its logs, but no daemons
  stop_daemons           # what is left of a start that failed, or of a reboot
  for port in "${PORTS[@]}"; do port_free "$port"; done
  wipe
  mkdir -p -- "$DIR"/{log,run,tmp}
  : >"$DIR/.$NAME"
  ulimit -Sn "$(ulimit -Hn)" 2>/dev/null || true
  start_daemons
  trap - EXIT
  say "started in $(since "$t0") s: $URL ($DIR)"
}

stop() {
  local t0=$EPOCHREALTIME
  stop_daemons
  wipe
  say "stopped in $(since "$t0") s"
}

status() {
  local name pid rc=0
  for name in "${DAEMONS[@]}"; do
    if pid=$(pid_of "$name"); then echo "$name: pid $pid"; else echo "$name: not running"; rc=3; fi
  done
  if serves; then echo "$URL: serves"; else echo "$URL: no answer"; rc=3; fi
  return "$rc"
}

# locked COMMAND...: one of this script at a time. Daemons get no fd 9, so that none holds the lock.
locked() {
  exec 9<"${BASH_SOURCE[-1]}"
  flock -w 1500 9 || die 'another start or stop has not ended in 1500 s'
  "$@"
}

server_main() {
  case ${1:-} in
    start) locked start ;;
    stop) locked stop ;;
    status) status ;;
    env) env_lines ;;
    *) die "usage: ${0##*/} start|stop|status|env" ;;
  esac
}
