import type { GuestConnection } from '../guest/connection.ts';
import type { CopyOptions, ReceiveLimits } from '../guest/copy-options.ts';
import type { Logger } from '../host/log.ts';
/** How files are copied into a guest, for users. */
export type CopyToOptions = Pick<CopyOptions, 'recursive' | 'signal' | 'onProgress'>;
/** How files are copied out of a guest, for users. */
export interface CopyFromOptions extends CopyToOptions, ReceiveLimits {
    /** Throws when the guest does not answer or does not give what was asked for; else warns. True by default. */
    readonly check?: boolean;
}
/** Copies something into a guest; looks whether it is there before it waits for the guest. */
export declare function copyIn(reach: (signal: AbortSignal | undefined) => Promise<GuestConnection>, local: string, remote: string, options: CopyToOptions): Promise<void>;
/** Copies something out of a guest. @returns whether that was done; false only with `check: false`. */
export declare function copyOut(reach: (signal: AbortSignal | undefined) => Promise<GuestConnection>, remote: string, local: string, { check, ...options }: CopyFromOptions, log: Logger): Promise<boolean>;
