import { expect, it } from 'vitest';
import { repair } from '../../../src/environment/doctor-repair.ts';
import type { Services } from '../../../src/environment/services.ts';
import { createLogger, type LogEvent } from '../../../src/host/log.ts';
import { resolvePaths } from '../../../src/host/paths.ts';

function parts() {
  const events: LogEvent[] = [];
  const services: Services = {
    paths: resolvePaths({ stateDir: '/nowhere' }, {}),
    log: createLogger((event) => events.push(event)),
    subnetPool: () => [],
    providers: () => {
      throw new Error('no provider is needed for this');
    },
  };
  const warnings = () =>
    events.flatMap((event) => (event.kind === 'message' && event.level === 'warning' ? [event.text] : []));
  return { services, warnings };
}

const finding = (name: string, ...commands: readonly string[][]) =>
  ({ name, status: 'warning', detail: 'x', repair: commands }) as const;

it('runs the commands of each finding in order, and counts what it mended', async () => {
  const { services, warnings } = parts();
  const run: string[] = [];
  const asRoot = async (argv: readonly string[]) => {
    run.push(argv.join(' '));
    return { code: 0, stderr: '' };
  };
  const checks = [
    finding('a', ['one', '1'], ['two']),
    { name: 'b', status: 'error', detail: 'nothing to run' } as const,
    finding('c', ['three']),
  ];
  expect(await repair(checks, services, asRoot)).toBe(2);
  expect(run).toEqual(['one 1', 'two', 'three']);
  expect(warnings()).toEqual([]);
});

it('ends the repair of one finding at its first failure, and goes on with the next', async () => {
  const { services, warnings } = parts();
  const run: string[] = [];
  const asRoot = async ([program = '']: readonly string[]) => {
    run.push(program);
    return program === 'one' ? { code: 1, stderr: 'a password is required\n' } : { code: 0, stderr: '' };
  };
  expect(await repair([finding('a', ['one'], ['two']), finding('c', ['three'])], services, asRoot)).toBe(1);
  expect(run).toEqual(['one', 'three']);
  expect(warnings()).toEqual(['`one` failed: a password is required']);
});
