#!/usr/bin/env bash
# The systemd template: Debian 12 with openssh, Python, the guest agent and cloud-init, trimmed to boot quickly
# without KVM.
HERE=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
source "$HERE/../lib.sh"

ROOT=$WORK/root

INCLUDE=systemd-sysv,systemd-resolved,udev,dbus,acpid,openssh-server,python3,qemu-guest-agent,cloud-init,iproute2,iputils-ping,kmod,procps

# Nobody reads these in a guest of a test.
EXCLUDE=('/usr/share/doc/*' '/usr/share/man/*' '/usr/share/info/*' '/usr/share/locale/*' '/usr/share/lintian/*')

# Units that cost time at boot and serve nobody in a machine that lives for minutes.
MASKED_UNITS=(
  apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer
  logrotate.timer man-db.timer systemd-tmpfiles-clean.timer
  networking.service systemd-networkd-wait-online.service systemd-network-generator.service
  systemd-pcrphase.service systemd-pcrphase-sysinit.service systemd-pstore.service systemd-rfkill.service
  systemd-update-utmp.service systemd-update-utmp-runlevel.service systemd-machine-id-commit.service
  systemd-binfmt.service systemd-random-seed.service systemd-journal-flush.service systemd-sysusers.service
  systemd-boot-system-token.service ldconfig.service systemd-hwdb-update.service systemd-journal-catalog-update.service
  keyboard-setup.service console-setup.service kmod-static-nodes.service modprobe@.service
  acpid.path acpid.socket dev-hugepages.mount dev-mqueue.mount sys-kernel-debug.mount sys-kernel-tracing.mount sys-fs-fuse-connections.mount
  proc-sys-fs-binfmt_misc.automount systemd-ask-password-console.path systemd-ask-password-wall.path
  rsync.service ssh.socket getty-static.service systemd-modules-load.service
)

# They would look for what is not there: partitions by GPT, encrypted disks, swap, an fstab (the initramfs mounts root).
MASKED_GENERATORS=(
  systemd-cryptsetup-generator systemd-fstab-generator systemd-getty-generator systemd-gpt-auto-generator
  systemd-hibernate-resume-generator systemd-integritysetup-generator systemd-rc-local-generator
  systemd-system-update-generator systemd-sysv-generator systemd-veritysetup-generator systemd-debug-generator
  systemd-run-generator systemd-bless-boot-generator
)

install_system() {
  local options=() path
  for path in "${EXCLUDE[@]}"; do options+=("--dpkgopt=path-exclude=$path"); done
  debootstrap apt "$ROOT" --include="$INCLUDE" "${options[@]}"
}

install_kernel_modules() {
  cp -r "$PACKAGES/lib/modules" "$ROOT/usr/lib/"
  chown -R 0:0 "$ROOT/usr/lib/modules"
}

# What may wait gets out of the way of the SSH server.
AFTER_SSH=(dbus.service systemd-logind.service qemu-guest-agent.service getty@.service serial-getty@.service
  systemd-user-sessions.service)

configure() {
  local name
  cp -r "$HERE/root/." "$ROOT/"
  for name in "${AFTER_SSH[@]}"; do
    mkdir -p "$ROOT/etc/systemd/system/$name.d"
    printf '[Unit]\nAfter=ssh.service\n' >"$ROOT/etc/systemd/system/$name.d/after-ssh.conf"
  done
  # Names of hardware that no virtual machine has; every look-up costs time.
  rm -f "$ROOT/usr/lib/udev/hwdb.bin" "$ROOT/etc/udev/hwdb.bin"
  echo debian12 >"$ROOT/etc/hostname"
  printf '127.0.0.1 localhost\n::1 localhost\n' >"$ROOT/etc/hosts"
  printf 'LABEL=debian12-root / ext4 noatime 0 0\n' >"$ROOT/etc/fstab"
  for name in "${MASKED_UNITS[@]}"; do ln -sf /dev/null "$ROOT/etc/systemd/system/$name"; done
  mkdir -p "$ROOT/etc/systemd/system-generators"
  for name in "${MASKED_GENERATORS[@]}"; do ln -sf /dev/null "$ROOT/etc/systemd/system-generators/$name"; done
  in_root "$ROOT" systemctl --quiet enable systemd-networkd.service systemd-resolved.service ssh.service ssh-host-key.service \
    serial-getty@ttyS0.service getty@tty1.service acpid.service coldplug-late.service
  in_root "$ROOT" systemctl --quiet set-default multi-user.target
  # The servers that DHCP named, without a resolver in between.
  ln -sf ../run/systemd/resolve/resolv.conf "$ROOT/etc/resolv.conf"
}

# What has to be new in each machine, and what only building left behind.
generalise() {
  rm -f "$ROOT"/etc/ssh/ssh_host_* "$ROOT"/var/lib/dbus/machine-id "$ROOT"/var/lib/systemd/random-seed
  : >"$ROOT/etc/machine-id"
  rm -rf "$ROOT"/var/lib/apt/lists/* "$ROOT"/var/cache/apt/* "$ROOT"/var/cache/debconf/*-old \
    "$ROOT"/var/log/{apt,*.log} "$ROOT"/etc/apt/sources.list.d/*
  # Where packages came from is the build host's business.
  : >"$ROOT/etc/apt/sources.list"
  # Tells systemd that caches are newer than /usr.
  touch "$ROOT/etc/.updated" "$ROOT/var/.updated"
}

unpack_packages
compose_boot
install_system
install_kernel_modules
configure
generalise
make_disk "$ROOT" debian12-root 4096
