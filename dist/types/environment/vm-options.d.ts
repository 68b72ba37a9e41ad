import type { CommandStatus, ExecOptions } from '../guest/exec.ts';
import type { InteractiveOptions } from '../guest/interactive.ts';
import type { Logger } from '../host/log.ts';
/** Streams that a shell in a guest is attached to. */
export type ShellStreams = Omit<InteractiveOptions, 'command'>;
/** How a command in a guest is run, for users: times in seconds. */
export interface SshOptions extends Omit<ExecOptions, 'timeout' | 'title'> {
    /** Seconds that it may run; no limit by default. */
    readonly timeout?: number;
    /** Writes what the command says into the log, line by line as it comes; false by default. */
    readonly showOutput?: boolean;
    /** Attempts to connect, 1 s apart; by default the guest gets as long as it may take to boot. */
    readonly tries?: number;
}
/** Runs something with the options of users, its output shown if that is wanted. */
export declare function withSshOptions({ timeout, showOutput, tries: _tries, ...rest }: SshOptions, vm: string, log: Logger, run: (options: ExecOptions) => Promise<CommandStatus>): Promise<CommandStatus>;
