// Says what the scripts are doing: one line per step, and for long steps how long they have been at it.
import { spawn } from 'node:child_process';
import process from 'node:process';

/** Seconds of silence before a step first says that it is still busy, then between such lines without a terminal. */
const FIRST_BEAT = 2;
const NEXT_BEAT = 15;

/** How much of a failed command's output is shown. */
const TAIL_LINES = 40;

/**
 * Runs one step and reports on stderr: its title at once, the elapsed seconds while it lasts, its duration at the end.
 *
 * @template T
 * @param {string} title what is being done, for the reader
 * @param {() => Promise<T>} work
 * @returns {Promise<T>} what `work` returns
 */
export async function step(title, work) {
  const started = Date.now();
  const seconds = () => ((Date.now() - started) / 1000).toFixed(0);
  const terminal = process.stderr.isTTY === true;
  process.stderr.write(`setup: ${title} ...${terminal ? '' : '\n'}`);
  let beats = 0;
  const timer = setInterval(() => {
    beats += 1;
    if (terminal && beats >= FIRST_BEAT) process.stderr.write(`\rsetup: ${title} ... ${seconds()} s`);
    if (!terminal && (beats === FIRST_BEAT || beats % NEXT_BEAT === 0)) {
      process.stderr.write(`setup: ${title} ... ${seconds()} s\n`);
    }
  }, 1000);
  try {
    const result = await work();
    process.stderr.write(`${terminal ? '\r' : ''}setup: ${title}: done in ${seconds()} s\n`);
    return result;
  } catch (error) {
    process.stderr.write(`${terminal ? '\n' : ''}setup: ${title}: failed after ${seconds()} s\n`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/**
 * Runs a command quietly; its output is kept and becomes part of the error when it fails.
 *
 * @param {string[]} command the program and its arguments
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<string>} what the command printed
 * @throws {Error} when it cannot be started or does not exit with 0; the message has the end of its output
 */
export function quietly([program, ...args], { cwd, env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk) => {
      output += chunk;
    };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    child.once('error', (error) => reject(new Error(`${program} cannot be started: ${error.message}`)));
    child.once('close', (code, signal) => {
      if (code === 0) return resolve(output);
      const tail = output.trimEnd().split('\n').slice(-TAIL_LINES).join('\n');
      reject(new Error(`${[program, ...args].join(' ')} failed (${signal ?? `exit ${code}`}):\n${tail}`));
    });
  });
}
