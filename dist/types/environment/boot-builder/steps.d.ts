import type { GuestConnection } from '../../guest/connection.ts';
import type { Logger } from '../../host/log.ts';
import type { BootItem } from './item.ts';
/** One thing to do in the guest. */
export interface Action {
    /** For people: `script setup.sh`. */
    readonly title: string;
    run(context: ActionContext): Promise<void>;
}
/** What an action has to work with. */
export interface ActionContext {
    readonly connection: GuestConnection;
    readonly signal?: AbortSignal | undefined;
    /** Milliseconds that are left. */
    readonly timeout: number;
    readonly output: Output;
}
/** Takes the output of actions: all of it goes to the log, the end of it into the message of a failure. */
export declare class Output {
    #private;
    constructor(log: Logger, prefix: string);
    /** Takes a line that a program of ours, or the guest, has written. */
    readonly line: (line: string) => void;
    /** Forgets what came before the next action. */
    reset(): void;
    /** The last lines. */
    get tail(): string;
}
/** Things to do for an item, in their order, without its playbook. */
export declare function actionsOf(item: BootItem): Action[];
/** The error for an action that failed, with the end of its own output. */
export declare function stepFailed(vm: string, place: string, title: string, error: unknown, output: Output): Error;
