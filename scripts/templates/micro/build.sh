#!/usr/bin/env bash
# The micro template: Debian's cloud kernel, a static busybox and dropbear. Boots in a few seconds without KVM.
HERE=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
source "$HERE/../lib.sh"

ROOT=$WORK/root

# Loaded on demand, or once the SSH server is up.
LATE_MODULES=(button evdev virtio_console virtio-rng isofs sr_mod ata_piix vfat nls_ascii nls_cp437 overlay)

# copy_program PATH: a program with the libraries it needs.
copy_program() {
  local file
  for file in "$1" $(in_root "$PACKAGES" /lib64/ld-linux-x86-64.so.2 --list "$1" | grep -o '/[^ ]*'); do
    [[ -e $ROOT$file ]] || install -D "$PACKAGES$file" "$ROOT$file"
  done
}

compose_root() {
  mkdir -p "$ROOT"/{bin,sbin,usr/{bin,sbin,lib},boot,dev,proc,sys,run,tmp,mnt,srv,home,opt,etc/dropbear} \
    "$ROOT"/var/{log,lib,tmp,cache,spool}
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
  cp -r "$HERE/root/." "$ROOT/"
  chmod 0600 "$ROOT/etc/shadow"
  copy_modules "$ROOT" "${EARLY_MODULES[@]}" "${LATE_MODULES[@]}"
  cp "$PACKAGES/$MODULES"/modules.{builtin,order} "$ROOT/$MODULES/"
  in_root "$ROOT" /sbin/depmod "$VERSION"
  chown -R 0:0 "$ROOT"
}

unpack_packages dropbear-bin openssh-sftp-server
compose_boot
compose_root
make_disk "$ROOT" micro-root 512
