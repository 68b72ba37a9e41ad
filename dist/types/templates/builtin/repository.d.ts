import type { Logger } from '../../host/log.ts';
import type { RetryOptions } from '../../host/retry.ts';
import type { TemplateArchitecture, TemplateRepository } from '../repository-types.ts';
import type { TemplateStore } from '../store.ts';
import { type SignatureMode } from './signature.ts';
/** How the built-in repository is used. */
export interface BuiltinOptions {
    readonly store: TemplateStore;
    /** Architecture of machines that say none; asked only when it matters. */
    readonly hostArch: () => Promise<TemplateArchitecture>;
    /** Address of a mirror of all distributors, see {@link throughMirror}. */
    readonly mirror?: string | undefined;
    /** Whether signatures are checked; `auto` by default. */
    readonly signatures?: SignatureMode;
    /** Asks nobody: what is not known is made up. False by default. */
    readonly offline?: boolean;
    /** Asks for the newest version although it was asked for not long ago. False by default. */
    readonly refresh?: boolean;
    /** Whether to keep what was seen in the store; true by default. */
    readonly keepSnapshot?: boolean;
    /** Brings back what another machine saw, while distributors are away. @returns whether there was anything. */
    readonly restore?: () => Promise<boolean>;
    readonly retry?: Omit<RetryOptions, 'signal' | 'log'>;
    readonly signal?: AbortSignal | undefined;
    readonly log?: Logger | undefined;
    /** Milliseconds since 1970; the clock by default. */
    readonly now?: () => number;
}
/** Opens the repository of cloud images that we know ourselves. Asks nobody yet. */
export declare function openBuiltin(options: BuiltinOptions): Promise<TemplateRepository>;
