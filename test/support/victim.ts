// A program that tests kill: makes an environment (and starts it), telling on standard output what it is doing.
import process from 'node:process';
import { createLogger, init } from '../../src/index.ts';

const [stateDir, leaseDir, cwd, templates, mode] = process.argv.slice(2);
if (stateDir === undefined || leaseDir === undefined || cwd === undefined || templates === undefined)
  throw new Error('usage: victim STATE LEASES CWD REPO MODE');

const say = (text: string) => process.stdout.write(`${text}\n`);
const log = createLogger((event) => {
  if (event.kind === 'task-start') say(`begin ${event.title}`);
  if (event.kind === 'task-end') say(`end ${event.title}`);
  if (event.kind === 'message') say(`note ${event.text}`);
});
const owner =
  mode === 'owned' ? { kind: 'process' as const, pid: process.pid, label: 'victim' } : { kind: 'workdir' as const };
const onRecord = ({ uuid }: { readonly uuid: string }) => say(`record ${uuid}`);
const env = await init({ log, stateDir, leaseDir, cwd, templateRepos: [templates], owner, onRecord });
say('initialised');
await env.start();
say('started');
setInterval(() => {}, 1000);
