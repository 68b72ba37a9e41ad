#!/usr/bin/env bash
# The micro template: Debian's cloud kernel, a static busybox and dropbear. Boots in a few seconds without KVM.
HERE=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
source "$HERE/../lib.sh"

PACKAGES=$WORK/packages
ROOT=$WORK/root
INITRAMFS=$WORK/initramfs

# Loaded before the root file system is there, in this order.
EARLY=(virtio_pci virtio_blk virtio_scsi sd_mod virtio_net)
# Loaded on demand or once the SSH server is up.
LATE=(button evdev virtio_console virtio-rng isofs sr_mod ata_piix vfat nls_ascii nls_cp437 overlay)

unpack_packages() {
  debootstrap extract "$PACKAGES" \
    --include=linux-image-cloud-amd64,busybox-static,dropbear-bin,openssh-sftp-server,libc-bin
  VERSION=$(basename "$PACKAGES"/lib/modules/*)
  MODULES=lib/modules/$VERSION
  BUSYBOX=$PACKAGES/bin/busybox
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

# copy_program PATH: a program with the libraries it needs.
copy_program() {
  local file
  for file in "$1" $(in_root "$PACKAGES" /lib64/ld-linux-x86-64.so.2 --list "$1" | grep -o '/[^ ]*'); do
    [[ -e $ROOT$file ]] || install -D "$PACKAGES$file" "$ROOT$file"
  done
}

compose_initramfs() {
  mkdir -p "$INITRAMFS"/{bin,dev,proc,sys,root}
  cp "$BUSYBOX" "$INITRAMFS/bin/busybox"
  install -m 0755 "$HERE/initramfs/init" "$INITRAMFS/init"
  copy_modules "$INITRAMFS" "${EARLY[@]}"
  with_dependencies "${EARLY[@]}" | sed "s|^|/$MODULES/|" >"$INITRAMFS/modules"
  mkdir "$WORK/boot"
  cp "$PACKAGES/boot/vmlinuz-$VERSION" "$WORK/boot/vmlinuz"
  make_initramfs "$INITRAMFS" "$WORK/boot/initrd"
}

compose_root() {
  mkdir -p "$ROOT"/{bin,sbin,usr/bin,usr/sbin,usr/lib,boot,dev,proc,sys,run,tmp,mnt,srv,home,opt,var/{log,lib,tmp,cache,spool},etc/dropbear}
  install -d -m 0700 "$ROOT/root"
  chmod 1777 "$ROOT/tmp" "$ROOT/var/tmp"
  ln -s ../run "$ROOT/var/run"
  cp "$BUSYBOX" "$ROOT/bin/busybox"
  in_root "$ROOT" /bin/busybox --install -s
  copy_program /usr/sbin/dropbear
  copy_program /usr/bin/dropbearkey
  copy_program /usr/lib/openssh/sftp-server
  # Where dropbear looks for it.
  ln -s openssh/sftp-server "$ROOT/usr/lib/sftp-server"
  copy_modules "$ROOT" "${EARLY[@]}" "${LATE[@]}"
  cp "$PACKAGES/$MODULES"/modules.{builtin,order} "$ROOT/$MODULES/"
  cp -r "$HERE/root/." "$ROOT/"
  chmod 0600 "$ROOT/etc/shadow"
  in_root "$ROOT" /sbin/depmod "$VERSION"
  chown -R 0:0 "$ROOT"
}

unpack_packages
compose_initramfs
compose_root
make_disk "$ROOT" micro-root 512
