import type { Logger } from '../../host/log.ts';
/** Whether a secret that the log knows is anywhere in a value, however deep. */
export declare function holdsSecret(value: unknown, log: Pick<Logger, 'redact'> | undefined): boolean;
