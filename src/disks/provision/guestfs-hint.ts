/** What failures say, and what to do about them; the first that fits counts. `lago doctor` looks for the same ahead. */
const HINTS: readonly (readonly [said: RegExp, hint: string])[] = [
  [
    /\bpasst\b/i,
    'Newer versions of libguestfs start passt for a network, which fails when called by root or under AppArmor: remove passt, or use `no-network`, or the builder `boot`.',
  ],
  [
    /resolv|network is unreachable|no address/i,
    'The appliance had no network: install a DHCP client on this host (dhcpcd-base or isc-dhcp-client), or use the builder `boot`.',
  ],
  [
    /no suitable libguestfs|fixed or old-style appliance|supermin\.d/i,
    'The parts of its appliance are missing: install libguestfs anew (`libguestfs-tools`, `guestfs-tools`).',
  ],
  [
    /supermin|kernel/i,
    'libguestfs needs a kernel that it may read: install one (linux-image-cloud-amd64), or run `sudo chmod 0644 /boot/vmlinuz-*`.',
  ],
  [
    /(?:cache|tmp).*(?:not owned|denied|read-only)|\.guestfs-\d+/i,
    'It cannot use the directory that it keeps its appliance in: set LIBGUESTFS_CACHEDIR to one that this user can write.',
  ],
  [
    /no operating systems? (?:were |was )?found|inspect/i,
    'libguestfs found no system on the disk: set `bootstrap: false` for this VM if it needs no preparation.',
  ],
];

/** What to do about a program of libguestfs that failed, from what it said. */
export function guestfsHint(output: string): string {
  const found = HINTS.find(([said]) => said.test(output));
  return (
    found?.[1] ??
    'Run `lago doctor` and `libguestfs-test-tool` on this host, or declare `provision` in the metadata of the template.'
  );
}
