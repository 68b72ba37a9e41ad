// Exports an environment and kills itself, with SIGKILL, when it has started the first program for that.
import process from 'node:process';
import { createLogger, loadEnv } from '../../src/index.ts';

const [stateDir, leaseDir, cwd, directory] = process.argv.slice(2);
if (stateDir === undefined || leaseDir === undefined || cwd === undefined || directory === undefined)
  throw new Error('usage: exporter STATE LEASES CWD DIRECTORY');

const log = createLogger((event) => {
  if (event.kind !== 'message' || !event.text.startsWith('run: ') || !event.text.includes('.lago-export-')) return;
  setImmediate(() => process.kill(process.pid, 'SIGKILL'));
});
const env = await loadEnv({ log, stateDir, leaseDir, cwd });
await env.exportVms({ directory, standalone: true, compress: 'xz' });
