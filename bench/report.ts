import type { Boot } from './guest.ts';
import type { Instrumented } from './ours.ts';
import { sampleOf } from './stats.ts';
import type { Row } from './table.ts';

/** Everything that booting gave, in the order in which it was measured. */
export interface Rounds {
  readonly byHand: readonly Boot[];
  readonly ours: readonly Instrumented[];
  /** Milliseconds of `init` alone. */
  readonly inits: readonly number[];
}

const total = (boot: Boot) => (boot.prepare + boot.start) / 1000;
const untilMachine = (boot: Boot) => boot.untilMachine / 1000;
const waiting = (boot: Boot) => (boot.start - boot.untilMachine) / 1000;
const cpu = (boot: Boot) => boot.cpu;

/** The rows about one machine: by hand, by us, and how they compare. */
export function bootRows({ byHand, ours, inits }: Rounds): Row[] {
  return [
    seconds('by hand: overlay, network, machine, to SSH', byHand.map(total)),
    seconds('by hand: network and machine', byHand.map(untilMachine)),
    seconds('by hand: waiting for SSH', byHand.map(waiting)),
    seconds('by hand: processor time of QEMU', byHand.map(cpu)),
    { ...seconds('Lago: init, warm store', inits.map(toSeconds)), goal: 1 },
    seconds('Lago: init and start to SSH', ours.map(total)),
    seconds('Lago: start, until the machine is made', ours.map(untilMachine)),
    seconds('Lago: waiting for SSH', ours.map(waiting)),
    seconds('Lago: processor time of QEMU', ours.map(cpu)),
    { ...ratio('ratio of the totals', ours.map(total), byHand.map(total)), goal: 1.1 },
    ratio('ratio of the processor times', ours.map(cpu), byHand.map(cpu)),
    {
      ...megabytes(
        'overlay before the start',
        ours.map(({ overlay }) => overlay.before),
      ),
      goal: 5,
    },
    megabytes(
      'overlay when SSH answers',
      ours.map(({ overlay }) => overlay.after),
    ),
  ];
}

/** One row per task of the log, to see where the time goes. */
export function taskRows({ ours }: Rounds): Row[] {
  const names = new Set(ours.flatMap(({ tasks }) => Object.keys(tasks)));
  return [...names].map((name) =>
    seconds(
      `task: ${name}`,
      ours.map(({ tasks }) => (tasks[name] ?? 0) / 1000),
    ),
  );
}

function toSeconds(milliseconds: number): number {
  return milliseconds / 1000;
}

/** A row of times. */
export function seconds(name: string, values: readonly number[]): Row {
  return { name, unit: 's', sample: sampleOf(values) };
}

function megabytes(name: string, bytes: readonly number[]): Row {
  return { name, unit: 'MB', sample: sampleOf(bytes.map((value) => value / 1e6)) };
}

/** Of the medians, and of the least values. */
export function ratio(name: string, ours: readonly number[], theirs: readonly number[]): Row {
  const [a, b] = [sampleOf(ours), sampleOf(theirs)];
  return { name, unit: 'x', sample: { median: a.median / b.median, least: a.least / b.least, count: a.count } };
}
