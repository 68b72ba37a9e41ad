// Starts the namespaces and holds the line to them: a pipe into which we write the names of signals, and whose end of
// file tells the inner side that we are gone, also when we were SIGKILLed.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, writeSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { asRoot, isRoot } from './privilege.mjs';

const INIT = fileURLToPath(new URL('./init.sh', import.meta.url));
const HELD = fileURLToPath(new URL('./held.mjs', import.meta.url));
const SIGNALS = ['SIGINT', 'SIGTERM'];

const UNSHARE = [
  'unshare',
  '--net',
  '--mount',
  '--pid',
  '--ipc',
  '--uts',
  '--fork',
  // When somebody kills unshare itself, the kernel kills the inner init, and with it the whole PID namespace.
  '--kill-child',
  '--mount-proc',
];

/**
 * Runs a command inside a fresh testbed, with our stdin, stdout, stderr and working directory.
 *
 * Already inside one (`TESTBED=1`), the command just runs. SIGINT and SIGTERM are passed on to the command.
 *
 * @param {string[]} command the program and its arguments
 * @param {{ env?: NodeJS.ProcessEnv }} [options] `env`: environment of the command, the process's own by default
 * @returns {Promise<number>} the command's exit code, 128 + signal number when a signal ended it
 * @throws {Error} when not root and no passwordless sudo, or when a needed program cannot be started
 */
export async function runInTestbed(command, { env = process.env } = {}) {
  if (env.TESTBED === '1') return await runHere(command, env);
  if (isRoot()) return await runAsRoot(command, env);
  return await runThroughSudo(command, env);
}

async function runHere([program, ...args], env) {
  const child = spawn(program, args, { env, stdio: 'inherit' });
  return await outcome(child, (signal) => child.kill(signal));
}

async function runAsRoot(command, env) {
  const [program, ...args] = [...UNSHARE, 'bash', INIT, ...command];
  const child = spawn(program, args, { env, stdio: ['inherit', 'inherit', 'inherit', 'pipe'] });
  const line = child.stdio[3];
  // A signal may come late, when nobody reads the line any more.
  line.on('error', () => {});
  return await outcome(child, (signal) => line.write(`${signal.slice('SIG'.length)}\n`));
}

async function runThroughSudo(command, env) {
  const fifo = join(mkdtempSync(join(tmpdir(), 'testbed-')), 'line');
  const [program, ...args] = asRoot([process.execPath, HELD, fifo, ...command]);
  spawnSync('mkfifo', [fifo]);
  const line = openSync(fifo, 'r+');
  const child = spawn(program, args, { env, stdio: 'inherit' });
  return await outcome(child, (signal) => writeSync(line, `${signal}\n`));
}

/** Passes signals on until the child has ended, and tells how it ended. */
async function outcome(child, send) {
  const forward = (signal) => {
    // A terminal's Ctrl-C goes to the whole process group: the command has had it already.
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    send(signal);
  };
  for (const signal of SIGNALS) process.on(signal, forward);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal]));
    });
  } finally {
    for (const signal of SIGNALS) process.off(signal, forward);
    child.stdio[3]?.destroy();
  }
}
