// Root rights for those parts of the scripts that need them.
import { spawnSync } from 'node:child_process';
import process from 'node:process';

/** Whether this process is root. */
export function isRoot() {
  return process.getuid?.() === 0;
}

/** Whether `sudo` runs commands without asking for a password. */
export function hasPasswordlessSudo() {
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0;
}

/**
 * Prefixes a command so that it runs as root, with our environment and search path.
 *
 * @param {string[]} command the program and its arguments
 * @returns {string[]} the command itself when we are root, else the command through `sudo -n`
 * @throws {Error} when sudo would ask for a password; the message has the command line to run instead
 */
export function asRoot(command) {
  if (isRoot()) return command;
  const sudo = ['-E', 'env', `PATH=${process.env.PATH}`];
  if (hasPasswordlessSudo()) return ['sudo', '-n', ...sudo, ...command];
  const rerun = ['sudo', ...sudo, process.execPath, ...process.argv.slice(1)];
  throw new Error(`this needs root, and sudo asks for a password. Run:\n  ${rerun.map(quote).join(' ')}`);
}

/** Quotes one word for a command line that a person will copy. */
export function quote(word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
