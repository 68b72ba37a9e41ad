# Shared by the recipes: fetching packages, the kernel, and putting a root directory on a bootable disk.
# A recipe runs as root in mount and PID namespaces of its own, with WORK (scratch directory), OUTPUT (the qcow2 file to
# make) and SOURCES (apt source files of the host, one per line, empty for mmdebstrap's defaults) set.
# shellcheck shell=bash
set -euo pipefail
umask 022

SUITE=bookworm
TEMPLATES=$(dirname "$(realpath "${BASH_SOURCE[0]}")")

# Packages that are only unpacked, to pick from: the kernel and, for the initramfs, a static busybox.
PACKAGES=$WORK/packages
KERNEL_PACKAGES=linux-image-cloud-amd64,busybox-static,libc-bin
BUSYBOX=$PACKAGES/bin/busybox

# What the kernel needs to get at its root file system and to have a network, in loading order.
EARLY_MODULES=(virtio_pci virtio_blk virtio_scsi sd_mod virtio_net)

# debootstrap VARIANT DIRECTORY [MMDEBSTRAP-OPTION...]: unpacks Debian packages from where the host gets its own.
debootstrap() {
  local variant=$1 directory=$2 sources=()
  shift 2
  [[ -z $SOURCES ]] || mapfile -t sources <<<"$SOURCES"
  mmdebstrap --verbose --format=directory --variant="$variant" \
    --aptopt='Acquire::Languages "none"' --aptopt='Acquire::Check-Valid-Until "false"' \
    "$@" "$SUITE" "$directory" "${sources[@]}"
}

# in_root DIRECTORY COMMAND...: runs a command of the directory's own system.
in_root() {
  local directory=$1
  shift
  LC_ALL=C chroot "$directory" "$@"
}

# unpack_packages [PACKAGE...]: fills PACKAGES; sets VERSION of the kernel and MODULES, its modules' directory.
unpack_packages() {
  local include=$KERNEL_PACKAGES package
  for package in "$@"; do include+=,$package; done
  debootstrap extract "$PACKAGES" --include="$include"
  VERSION=$(basename "$PACKAGES"/lib/modules/*)
  MODULES=lib/modules/$VERSION
  in_root "$PACKAGES" depmod "$VERSION"
}

# with_dependencies MODULE...: paths below lib/modules/VERSION, in loading order.
with_dependencies() {
  local module
  for module in "$@"; do
    # A line of modules.dep lists what to load first from right to left. Built-in modules are not there.
    awk -F': *' -v name="/$module.ko" 'substr($1, length($1) - length(name) + 1) == name {
      count = split($2, dependency, " ")
      for (i = count; i > 0; i--) print dependency[i]
      print $1
    }' "$PACKAGES/$MODULES/modules.dep"
  done | awk '!seen[$0]++'
}

copy_modules() { # DESTINATION MODULE...
  local destination=$1/$MODULES path
  shift
  while read -r path; do install -D -m 0644 "$PACKAGES/$MODULES/$path" "$destination/$path"; done \
    < <(with_dependencies "$@")
}

# compose_boot: fills WORK/boot with the kernel and an initramfs that goes straight to the root file system. It is not
# compressed: unpacking costs an emulated CPU more than reading does.
compose_boot() {
  local initramfs=$WORK/initramfs
  mkdir -p "$WORK/boot" "$initramfs"/{bin,dev,proc,sys,root}
  cp "$PACKAGES/boot/vmlinuz-$VERSION" "$WORK/boot/vmlinuz"
  cp "$BUSYBOX" "$initramfs/bin/busybox"
  install -m 0755 "$TEMPLATES/initramfs/init" "$initramfs/init"
  copy_modules "$initramfs" "${EARLY_MODULES[@]}"
  with_dependencies "${EARLY_MODULES[@]}" | sed "s|^|/$MODULES/|" >"$initramfs/modules"
  (cd "$initramfs" && find . | sort | "$BUSYBOX" cpio -o -H newc -R 0:0 2>/dev/null) >"$WORK/boot/initrd"
}

# make_disk DIRECTORY LABEL MEBIBYTES: one bootable ext4 partition, as qcow2 in OUTPUT. The directory has
# /boot/extlinux/extlinux.conf, and in WORK/boot are the kernel and initrd that it names.
make_disk() {
  local directory=$1 label=$2 mebibytes=$3 raw=$WORK/disk.raw start=$((1024 * 1024))
  truncate -s "${mebibytes}M" "$raw"
  write_partition_table "$raw" $((start / 512)) $(((mebibytes * 1024 * 1024 - start) / 512))
  # No 64-bit layout and no checksums: the boot loader reads neither, and both cost time under emulation.
  mke2fs -q -F -t ext4 -L "$label" -b 4096 -O '^64bit,^metadata_csum,^resize_inode' -J size=4 -m 0 \
    -E "offset=$start,lazy_itable_init=0,lazy_journal_init=0" -d "$directory" "$raw" "$(((mebibytes - 1) * 1024))k"
  mkdir "$WORK/mnt"
  mount -o "loop,offset=$start" "$raw" "$WORK/mnt"
  # mke2fs leaves holes for zeros, and extlinux fails on files with holes.
  cp --sparse=never "$WORK"/boot/* "$WORK/mnt/boot/"
  extlinux --install "$WORK/mnt/boot/extlinux" 2>&1
  umount "$WORK/mnt"
  qemu-img convert -O qcow2 -c -o compression_type=zstd "$raw" "$OUTPUT"
}

# A classic partition table with one active Linux partition, and boot code that starts it.
write_partition_table() { # FILE FIRST-SECTOR SECTORS
  local entry
  printf -v entry '\\x80\\xfe\\xff\\xff\\x83\\xfe\\xff\\xff%s%s' "$(little_endian "$2")" "$(little_endian "$3")"
  dd if=/usr/lib/EXTLINUX/mbr.bin of="$1" bs=440 count=1 conv=notrunc status=none
  printf '%b' "$entry" | dd of="$1" bs=1 seek=446 conv=notrunc status=none
  printf '\x55\xaa' | dd of="$1" bs=1 seek=510 conv=notrunc status=none
}

little_endian() {
  local shift
  for shift in 0 8 16 24; do printf '\\x%02x' $((($1 >> shift) & 255)); done
}
