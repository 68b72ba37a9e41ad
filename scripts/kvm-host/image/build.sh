#!/usr/bin/env bash
# The image of the emulated KVM host: `build.sh DIRECTORY` leaves its disk (root.qcow2) and kernel (vmlinuz) there.
# Run by image.mjs as root in mount and PID namespaces of its own. SOURCES are apt source files of this machine, one per
# line; without any, mmdebstrap's default applies.
set -euo pipefail
umask 022

HERE=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
readonly IMAGE=$1
readonly WORK=${IMAGE%/*}/.build
readonly ROOT=$WORK/root
readonly FINISHED=$WORK/finished

# Sparse; room for template stores and overlays.
readonly DISK_SIZE=12G

# Each would take its share of an emulated boot, for nothing: the host lives for minutes.
readonly USELESS_UNITS=(
  apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer
  logrotate.timer getty@tty1.service serial-getty@ttyS0.service systemd-networkd-wait-online.service
)

unpack_packages() {
  local packages sources=()
  packages=$(grep -v '^#' "$HERE/packages.txt" | paste -sd, -)
  [[ -z $SOURCES ]] || mapfile -t sources <<<"$SOURCES"
  # The host boots without an initramfs: INITRD=No spares making one.
  INITRD=No mmdebstrap --quiet --format=directory --variant=minbase --include="$packages" \
    --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Languages "none"' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/info/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    bookworm "$ROOT" "${sources[@]}"
}

in_root() { LC_ALL=C chroot "$ROOT" "$@"; }

# The user that runners have: libvirt and KVM by group, no root by any way, and a home that nobody else may enter, as
# Debian's adduser makes it.
add_runner() {
  in_root useradd --create-home --key HOME_MODE=0700 --shell /bin/bash --groups libvirt,kvm runner
}

install_files() {
  cp -r --no-preserve=mode,ownership "$HERE/files/." "$ROOT/"
  mkdir -p "$ROOT/opt/payload"
}

choose_units() {
  in_root systemctl --quiet enable systemd-networkd.service
  in_root systemctl --quiet mask "${USELESS_UNITS[@]}"
}

# Identity is made at first boot, or comes with each run.
forget_identity() {
  rm -f "$ROOT"/etc/ssh/ssh_host_* "$ROOT/var/lib/dbus/machine-id"
  : >"$ROOT/etc/machine-id"
}

make_image() {
  mkdir "$FINISHED"
  mke2fs -q -F -t ext4 -L root -O '^metadata_csum' -m 0 -d "$ROOT" "$WORK/root.raw" "$DISK_SIZE"
  qemu-img convert -O qcow2 "$WORK/root.raw" "$FINISHED/root.qcow2"
  cp "$ROOT"/boot/vmlinuz-* "$FINISHED/vmlinuz"
  chmod 0644 "$FINISHED"/*
}

# Images of older recipes are half a gigabyte each; the lock is ours, so nobody else builds.
publish() {
  find "${IMAGE%/*}" -mindepth 1 -maxdepth 1 -regextype egrep -regex '.*/[0-9a-f]{12}' -exec rm -r {} +
  mv "$FINISHED" "$IMAGE"
}

# Somebody else may have built it while we waited for the lock.
[[ ! -e $IMAGE ]] || exit 0
rm -rf "$WORK"
mkdir "$WORK"
unpack_packages
install_files
add_runner
choose_units
forget_identity
make_image
publish
rm -rf "$WORK"
