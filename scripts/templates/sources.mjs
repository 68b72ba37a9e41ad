// Where Debian packages for the guests come from: the host's own sources when it is a Debian of the guests' suite.
import { existsSync, readFileSync } from 'node:fs';

const SUITE = 'bookworm';
const CANDIDATES = ['/etc/apt/sources.list.d/debian.sources', '/etc/apt/sources.list'];

/**
 * The apt source files of the host that offer the guests' suite.
 *
 * @returns {string[]} paths; empty on other systems, where mmdebstrap's own default applies
 */
export function hostSources() {
  return CANDIDATES.filter((file) => {
    if (!existsSync(file)) return false;
    return readFileSync(file, 'utf8')
      .split('\n')
      .some((line) => /^(deb|Suites:)\s/.test(line) && line.split(/\s+/).includes(SUITE));
  });
}
