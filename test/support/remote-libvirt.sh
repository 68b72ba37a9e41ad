#!/usr/bin/env bash
# The first process of another host: a libvirt of its own behind an SSH server, in namespaces that remote-libvirt.ts made
# for it. It shares programs with the testbed, but no directory of libvirt's, Lago's or the tests'.
# Arguments: address, network device, directory with the libvirt configuration. The public key comes on standard input.
set -euo pipefail
address=$1 device=$2 config=$3
key=$(cat)
owner=$(stat -c %U:%G /var/lib/libvirt/qemu)
install -d /dev/shm/remote-config && cp "$config"/*.conf /dev/shm/remote-config/

for directory in /run /var/lib/libvirt /var/cache/libvirt /var/log/libvirt /etc/libvirt /var/lib/lago /var/tmp; do
  mount -t tmpfs -o mode=0755 remote "$directory"
done
mkdir -p /run/lock /run/sshd /run/user/0
mkdir -m 1777 /run/tmp
install -d -m 0711 /var/lib/libvirt/boot /var/lib/libvirt/images
install -d -m 0755 /var/lib/libvirt/dnsmasq /var/log/libvirt/qemu
install -d -m 0750 -o "${owner%:*}" -g "${owner#*:}" /var/lib/libvirt/qemu
install -m 0644 /dev/shm/remote-config/*.conf /etc/libvirt/
rm -r /dev/shm/remote-config
ip link set lo up
ip addr add "$address/30" dev "$device"
ip link set "$device" up

export TMPDIR=/run/tmp XDG_RUNTIME_DIR=/run/user/0
virtlogd -d
libvirtd -d
until virsh -q -c qemu:///system version >/dev/null 2>&1; do sleep 0.1; done
echo "$key" >/run/authorized_keys
ssh-keygen -q -t ed25519 -N '' -f /run/host_key
cat >/run/sshd_config <<END
ListenAddress $address
HostKey /run/host_key
AuthorizedKeysFile /run/authorized_keys
PidFile none
StrictModes no
UsePAM no
PermitRootLogin yes
MaxStartups 100
END
/usr/sbin/sshd -D -e -f /run/sshd_config &
until ssh-keyscan -t ed25519 "$address" 2>/dev/null | grep -q ssh-ed25519; do sleep 0.1; done
echo "ready $(cut -d' ' -f1,2 /run/host_key.pub)"
wait
