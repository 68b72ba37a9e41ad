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
export function printTable<K extends string, R extends object & { readonly [key in K]: string }>(
  call: TableCall,
  name: K,
  records: readonly R[],
  { row, empty }: TableOptions<R>,
): void {
  if (!isDefaultFormat(call)) call.printRecords(name, records);
  else if (records.length > 0) call.write(`${call.sdk.printable(tableOf(records.map(row)))}\n`);
  else if (empty !== undefined) call.log.info(empty);
}

/** Whether results are for people, so that they may be shortened. */
export function isDefaultFormat({ global }: Pick<Call, 'global'>): boolean {
  return (global.outFormat ?? 'default') === 'default';
}

/** A time for a column: UTC, to the minute. */
export function minute(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace('T', ' ')}Z`;
}

/** The beginning of a key or uuid, which is enough to find it. */
export function short(id: string): string {
  return id.slice(0, 12);
}

function tableOf(rows: readonly Readonly<Record<string, string>>[]): string {
  const headings = Object.keys(rows[0] ?? {});
  const lines = [headings, ...rows.map((row) => headings.map((heading) => row[heading] || '-'))];
  const widths = headings.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .map((line) => line.trimEnd())
    .join('\n');
}
