// Takes a snapshot of an environment, reverts to one or deletes it, and kills itself, with SIGKILL, at the nth event of its
// log that matches: deterministic, and nothing of it can run afterwards but the programs that it has started.
import process from 'node:process';
import { createLogger, type LogEvent, loadEnv } from '../../src/index.ts';

const [, , stateDir, leaseDir, cwd, verb, name, pattern, nth] = process.argv;
if (!stateDir || !leaseDir || !cwd || !verb || !name || !pattern)
  throw new Error('usage: snapshot-victim STATE LEASES CWD VERB NAME PATTERN [NTH]');

let left = Number(nth ?? '1');
const textOf = (event: LogEvent) => {
  if (event.kind === 'message') return event.text;
  return `${event.kind === 'task-start' ? 'begin' : 'end'} ${event.title}`;
};
const log = createLogger((event) => {
  if (new RegExp(pattern).test(textOf(event)) && --left === 0) process.kill(process.pid, 'SIGKILL');
});
const env = await loadEnv({ log, stateDir, leaseDir, cwd });
if (verb === 'snapshot') await env.snapshot(name);
if (verb === 'revert') await env.revert(name);
if (verb === 'delete') await env.deleteSnapshot(name);
await env.close();
