import type { Call } from './verb.ts';
/** What {@link printTable} needs of a call. */
type TableCall = Pick<Call, 'global' | 'log' | 'printRecords' | 'sdk' | 'write'>;
/** How records are shown to people. */
export interface TableOptions<R> {
    /** The columns of a record, by their headings, in order. */
    readonly row: (record: R) => Readonly<Record<string, string>>;
    /** Said in place of a table without rows, as a message: results stay empty. */
    readonly empty?: string;
}
/** Prints records as a table, in the default format, and as they are, with exact numbers, in all others. */
export declare function printTable<K extends string, R extends object & {
    readonly [key in K]: string;
}>(call: TableCall, name: K, records: readonly R[], { row, empty }: TableOptions<R>): void;
/** Whether results are for people, so that they may be shortened. */
export declare function isDefaultFormat({ global }: Pick<Call, 'global'>): boolean;
/** A time for a column: UTC, to the minute. */
export declare function minute(time: Date): string;
/** The beginning of a key or uuid, which is enough to find it. */
export declare function short(id: string): string;
export {};
