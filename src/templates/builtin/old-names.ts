import { ToolError } from '../../host/errors.ts';
import { displayAddress } from '../../host/http.ts';

/** Names that Lago's own repository had, and what comes nearest to them now. */
const SUCCESSORS: readonly (readonly [pattern: RegExp, (release: number) => string])[] = [
  [/^el(\d+)(?:\.\d+)?-base(?:-\d+)?$/, (release) => (release <= 8 ? 'alma8' : release === 9 ? 'alma9' : 'alma10')],
  [/^fc(\d+)-base$/, () => 'fedora44'],
  [/^debian(\d+)-base$/, (release) => (release >= 13 ? 'debian13' : release === 12 ? 'debian12' : 'debian11')],
  [
    /^ubuntu(\d+)\.\d+-base$/,
    (release) => (release >= 24 ? 'ubuntu24.04' : release >= 22 ? 'ubuntu22.04' : 'ubuntu20.04'),
  ],
];

/** Host of the repository that Lago had for everybody. It is gone. */
const OLD_HOST = 'templates.ovirt.org';

/** The built-in template nearest to a name that Lago's repository had; undefined for other names. */
export function successorOf(name: string): string | undefined {
  for (const [pattern, successor] of SUCCESSORS) {
    const release = pattern.exec(name)?.[1];
    if (release !== undefined) return successor(Number(release));
  }
  return undefined;
}

/** What to say to somebody who asks for a template that Lago's repository had; undefined for other names. */
export function oldNameHint(name: string): string | undefined {
  const successor = successorOf(name);
  if (successor === undefined) return undefined;
  return `\`${name}\` was a template of Lago's own repository, which is gone; the nearest built-in one is \`${successor}\``;
}

/** Whether a repository's location is that of Lago's own repository, which is gone. */
export function isOldRepository(location: string): boolean {
  return URL.canParse(location) && new URL(location).hostname.toLowerCase() === OLD_HOST;
}

/** Says that Lago's own repository is gone: `REPOSITORY_UNREACHABLE`. Nobody is asked: others may have its address now. */
export function oldRepository(location: string): ToolError {
  const place = displayAddress(location);
  return new ToolError('REPOSITORY_UNREACHABLE', `the template repository ${place} was Lago's own, and is gone`, {
    hint: 'Take it out of the configuration (LAGO__INIT__TEMPLATE_REPO_PATH, template_repo_path in lago.conf): `debian12`, `alma9` and others are built in.',
  });
}
