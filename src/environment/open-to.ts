import { hasErrorCode, LagoError } from '../host/errors.ts';

/** An answer about what may belong to others, as much does below `/tmp` and `/home`: no to what this user may not see. */
export function openTo(question: (path: string) => boolean, path: string): boolean {
  try {
    return question(path);
  } catch (error) {
    if (hasErrorCode(error instanceof LagoError ? error.cause : error, 'EACCES', 'EPERM')) return false;
    throw error;
  }
}
