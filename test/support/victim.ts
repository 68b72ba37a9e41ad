// Makes an environment (and starts it), telling on standard output what it is doing, and kills itself, with SIGKILL, when
// it has said a line that matches: a kill from outside comes some time later, when the moment may be over.
import { writeSync } from 'node:fs';
import process from 'node:process';
import { createLogger, init } from '../../src/index.ts';

const [stateDir, leaseDir, cwd, templates, mode, pattern] = process.argv.slice(2);
if (!stateDir || !leaseDir || !cwd || !templates || !pattern)
  throw new Error('usage: victim STATE LEASES CWD REPO MODE PATTERN');

const die = () => process.kill(process.pid, 'SIGKILL');
const say = (text: string) => {
  writeSync(1, `${text}\n`);
  if (!new RegExp(pattern).test(text)) return;
  // A program that is announced is started next: it goes on when this one is dead.
  if (text.startsWith('note run: ')) setImmediate(die);
  else die();
};
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
