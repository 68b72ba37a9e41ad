import type { GuestConnection } from './connection.ts';
import { type CommandStatus, type ExecOptions } from './exec.ts';
/** A script: a file on this machine, or its text. */
export type ScriptSource = {
    readonly file: string;
} | {
    readonly text: string;
};
/**
 * Runs a local script in a guest by feeding it to `bash -s`, or to `sh -s` where there is no bash. Nothing is uploaded;
 * the script's own standard input is its text.
 *
 * @throws {UserError} `SCRIPT_MISSING` when the file cannot be read
 * @throws as {@link exec}
 */
export declare function script(connection: GuestConnection, source: ScriptSource, args?: readonly string[], options?: Omit<ExecOptions, 'stdin'>): Promise<CommandStatus>;
