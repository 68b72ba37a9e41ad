/** A signal that also fires after a time, and that knows afterwards which of the two it was. */
export interface Deadline extends Disposable {
    readonly signal: AbortSignal | undefined;
    /** Replaces a cancellation by the time-out when that was its reason. */
    explain(error: unknown): unknown;
}
/**
 * Bounds an operation: the result's signal fires with `outer`, or `seconds` from now.
 *
 * @param what names the operation in the error, for example `starting the environment`.
 */
export declare function withTimeout(outer: AbortSignal | undefined, seconds: number | undefined, what: string): Deadline;
