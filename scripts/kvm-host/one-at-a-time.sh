#!/usr/bin/env bash
# `one-at-a-time.sh LOCK COMMAND...`: runs the command when no other holds the lock, and says so when it has to wait.
# The lock is an open file of the command: the kernel gives it back when the last process of the run has ended.
set -euo pipefail
exec {lock}>"$1"
flock --nonblock "$lock" || {
  echo 'test:kvm: another run is under way in this checkout; waiting for its end ...'
  flock "$lock"
}
exec "${@:2}"
