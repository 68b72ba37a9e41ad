import type ssh2 from 'ssh2';
import { InternalError } from '../host/errors.ts';

let loaded: typeof ssh2 | undefined;

/** Loads the SSH library: it takes a moment, and most calls talk to no guest. */
export async function loadSsh2(): Promise<typeof ssh2> {
  loaded ??= (await import('ssh2')).default;
  return loaded;
}

/** The library, where waiting is not possible any more. @throws {InternalError} when nobody has loaded it. */
export function loadedSsh2(): typeof ssh2 {
  if (loaded) return loaded;
  throw new InternalError('ssh2 is used before it was loaded');
}
