import type { Logger } from '../../host/log.ts';

/** Whether a secret that the log knows is anywhere in a value, however deep. */
export function holdsSecret(value: unknown, log: Pick<Logger, 'redact'> | undefined): boolean {
  if (log === undefined || value === undefined || value === null) return false;
  if (typeof value === 'object')
    return Object.entries(value)
      .flat()
      .some((part) => holdsSecret(part, log));
  return log.redact(String(value)) !== String(value);
}
