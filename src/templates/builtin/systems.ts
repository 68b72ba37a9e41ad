import { alpine, debian, fedora, ubuntu } from './distributors.ts';
import { almaLinux, centosStream, rockyLinux } from './enterprise.ts';
import type { System } from './layout.ts';
import { leap, tumbleweed } from './opensuse.ts';

/** All operating systems of the built-in repository, newest releases last. */
export const SYSTEMS: readonly System[] = [
  debian(11, 'bullseye'),
  debian(12, 'bookworm'),
  debian(13, 'trixie'),
  ubuntu('20.04', 'focal'),
  ubuntu('22.04', 'jammy'),
  ubuntu('24.04', 'noble'),
  ubuntu('26.04', 'resolute'),
  fedora(42),
  fedora(43),
  fedora(44),
  fedora(45),
  centosStream(9),
  centosStream(10),
  almaLinux(8),
  almaLinux(9),
  almaLinux(10),
  rockyLinux(8),
  rockyLinux(9),
  rockyLinux(10),
  leap('15.6', 'openSUSE-Leap-15.6'),
  leap('16.0', 'Leap-16.0'),
  tumbleweed(),
  alpine('3.21'),
  alpine('3.22'),
  alpine('3.23'),
  alpine('3.24'),
];
