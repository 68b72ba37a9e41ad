#!/usr/bin/env bash
# The first process inside the testbed: makes the namespaces habitable, starts libvirt and runs the command.
# Started by run.mjs through unshare; descriptor 3 is the line to the outer process.
set -euo pipefail

COMMAND_PID=/run/testbed/command.pid
LOG=/run/testbed/log
HERE=${BASH_SOURCE[0]%/*}

# Init of a PID namespace only gets the signals that it handles. A terminal's Ctrl-C reaches us too: let the command
# decide. Traps, unlike ignored signals, are not inherited by it.
trap : INT TERM
trap 'exit 137' USR1

# Debian's name, then Fedora's.
QEMU_USER=libvirt-qemu
id -u "$QEMU_USER" >/dev/null 2>&1 || QEMU_USER=qemu

die() {
  echo "testbed: $1" >&2
  [[ ! -s $LOG ]] || sed 's/^/testbed: | /' "$LOG" >&2
  exit 1
}

# Passes on the signals that the outer process names. When it is gone, everything in the namespace is killed:
# kill -1 spares only its caller and init, and init ends because its current child has died.
follow_line() {
  local signal
  while read -r signal <&3; do
    if [[ -s $COMMAND_PID ]]; then kill -s "$signal" "$(<"$COMMAND_PID")" || true; else break; fi
  done
  kill -s USR1 1
  kill -s KILL -1
}

private_tmpfs() { # MODE DIRECTORY...
  local mode=$1 directory
  shift
  for directory in "$@"; do
    mkdir -p "$directory"
    mount -t tmpfs -o "mode=$mode" testbed "$directory"
  done
}

# /var/lib/lago has to exist on the host as a place to mount on; it stays empty there.
# A private /run also hides D-Bus: libvirt would register machines with the host's systemd. The host's resolver is
# of no use without a network; an empty file makes look-ups fail at once.
mount_private_directories() {
  local resolver
  resolver=$(realpath -m /etc/resolv.conf)
  private_tmpfs 0755 /run
  mkdir -p /run/lock /run/testbed /run/user/0
  mkdir -m 1777 /run/tmp
  chmod 1777 /run/lock
  chmod 0700 /run/user/0
  : >/run/testbed/resolv.conf
  mkdir -p "${resolver%/*}"
  [[ -e $resolver ]] || : >"$resolver"
  mount --bind /run/testbed/resolv.conf "$resolver"
  private_tmpfs 0755 /var/lib/lago /var/lib/libvirt /var/cache/libvirt /var/log/libvirt /etc/libvirt
}

# sysfs shows the network devices of the namespace in which it was mounted; libvirt reads bridges there. Without the
# cgroup mounts below it libvirt makes no cgroups, which would outlive us.
mount_private_sysfs() {
  umount -R -l /sys
  mount -t sysfs sysfs /sys
}

start_network() {
  ip link set lo up
  # libvirt turns forwarding on for NAT networks; here it must not fail half way.
  [[ -w /proc/sys/net/ipv4/ip_forward ]] || die '/proc/sys/net is read-only: networks with NAT cannot work here'
}

# libvirt asks QEMU for its abilities again at every step (0.6 s each) when root can use KVM and the QEMU user cannot.
# An empty file in the device's place makes both agree: no KVM.
hide_unusable_kvm() {
  [[ -e /dev/kvm ]] || return 0
  setpriv --reuid "$QEMU_USER" --regid "$QEMU_USER" --init-groups test -r /dev/kvm -a -w /dev/kvm && return 0
  install -m 0600 /dev/null /run/testbed/kvm
  mount --bind /run/testbed/kvm /dev/kvm
}

# What Debian's packages ship under /var/lib/libvirt, with their owners.
lay_out_libvirt() {
  install -d -m 0711 /var/lib/libvirt/boot /var/lib/libvirt/images
  install -d -m 0755 /var/lib/libvirt/dnsmasq
  install -d -m 0750 -o "$QEMU_USER" -g "$QEMU_USER" /var/lib/libvirt/qemu
  install -d -m 0755 /var/log/libvirt/qemu
  install -m 0644 "$HERE"/libvirt/*.conf /etc/libvirt/
}

start_libvirt() {
  virtlogd -d 3<&- >>"$LOG" 2>&1 || die 'virtlogd does not start'
  libvirtd -d 3<&- >>"$LOG" 2>&1 || die 'libvirtd does not start'
  local deadline=$((SECONDS + 60))
  until virsh -c qemu:///system version 3<&- >>"$LOG" 2>&1; do
    ((SECONDS < deadline)) || die 'libvirtd does not answer within 60 s'
  done
}

mount_private_directories
follow_line &
mount_private_sysfs
start_network
hide_unusable_kvm
lay_out_libvirt
start_libvirt

export TESTBED=1 LIBVIRT_DEFAULT_URI=qemu:///system TMPDIR=/run/tmp XDG_RUNTIME_DIR=/run/user/0
# libguestfs keeps its appliance between runs; TMPDIR would take that away.
export LIBGUESTFS_CACHEDIR=${LIBGUESTFS_CACHEDIR:-/var/tmp}

status=0
bash -c 'echo $$ >/run/testbed/command.pid && exec "$@"' testbed "$@" 3<&- || status=$?
exit "$status"
