import type { Sample } from './stats.ts';

/** One line of the report. */
export interface Row {
  readonly name: string;
  readonly sample: Sample;
  readonly unit: 'ms' | 's' | 'MB' | 'x';
  /** Most that the median may be, in the same unit. */
  readonly goal?: number;
}

/** A Markdown table, with its columns aligned for the terminal. */
export function table(rows: readonly Row[]): string {
  const head = ['what', 'median', 'least', 'rounds', 'goal', ''];
  const cells = [head, ...rows.map(cellsOf)];
  const widths = head.map((_, column) => Math.max(3, ...cells.map((line) => line[column]?.length ?? 0)));
  const lines = cells.map((line) => `| ${line.map((cell, column) => align(cell, column, widths)).join(' | ')} |`);
  const rule = `|${widths.map((width, column) => `${'-'.repeat(width + 1)}${isNumeric(column) ? ':' : '-'}`).join('|')}|`;
  return [lines[0], rule, ...lines.slice(1)].join('\n');
}

/** The rows whose goal is missed. */
export function missed(rows: readonly Row[]): readonly Row[] {
  return rows.filter(({ sample, goal }) => goal !== undefined && !(sample.median <= goal));
}

function cellsOf(row: Row): string[] {
  const { name, sample, unit, goal } = row;
  const verdict = goal === undefined ? '' : missed([row]).length === 0 ? 'reached' : 'missed';
  const limit = goal === undefined ? '' : `${goal} ${unit}`;
  return [name, format(sample.median, unit), format(sample.least, unit), `${sample.count}`, limit, verdict];
}

function format(value: number, unit: Row['unit']): string {
  const digits = unit === 'ms' ? 0 : 2;
  return `${value.toFixed(digits)} ${unit}`;
}

function align(cell: string, column: number, widths: readonly number[]): string {
  const width = widths[column] ?? 0;
  return isNumeric(column) ? cell.padStart(width) : cell.padEnd(width);
}

function isNumeric(column: number): boolean {
  return column >= 1 && column <= 4;
}
