#!/usr/bin/env bash
# The newest rclone, as a second peer beside Debian's: builds it with the Go toolchain, once, and prints its path.
#
#   newest-rclone.sh [CACHE]    the cache folder (default: TEST_SERVERS_CACHE, or ~/.cache/test-servers)

# shellcheck source-path=SCRIPTDIR source=lifecycle.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/lifecycle.sh"

NAME=newest-rclone
VERSION=v1.76.0
TEST_SERVERS_CACHE=${1:-$TEST_SERVERS_CACHE}
PROGRAM=$TEST_SERVERS_CACHE/rclone-$VERSION

locked build_go_program github.com/rclone/rclone "$VERSION" "$PROGRAM"
printf '%s\n' "$PROGRAM"
