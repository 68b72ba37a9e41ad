import type { GuestConnection } from './connection.ts';
import type { RemoteProcess } from './remote-process.ts';
/** A command in a guest that takes or gives data, watched for silence. */
export interface Transfer {
    readonly process: RemoteProcess;
    /** Says that data moved. */
    touch(): void;
    /** What the command wrote to its error output so far, up to 64 KiB. */
    errors(): string;
    /** Ends the watching; aborts the command when it still runs. */
    finish(): void;
}
/**
 * Starts a command for a transfer. It is aborted with `TRANSFER_STALLED` after `stallTimeout` ms without data.
 *
 * @throws as {@link GuestConnection.open}
 */
export declare function startTransfer(connection: GuestConnection, command: string, stallTimeout: number, signal: AbortSignal | undefined): Promise<Transfer>;
/** No data at all. */
export declare const NOTHING: AsyncIterable<Buffer>;
/** Sends data as the command's standard input, in pieces worth a packet. Ends early when the command does. */
export declare function sendAll(transfer: Transfer, source: AsyncIterable<Buffer>): Promise<void>;
/** The command's standard output, to its end. @throws the reason when the command was aborted or the connection lost */
export declare function outputOf(transfer: Transfer): AsyncGenerator<Buffer>;
