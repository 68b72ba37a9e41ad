// A job with the action in it, run as a runner would, inside the testbed: `job.mjs ACTION-DIRECTORY TEMPLATE-REPOSITORY`.
// Exits with 0 only when every step worked and nothing is left at the end.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { FakeRunner } from '../../test/support/runner.ts';
import { PROJECT } from '../setup/paths.mjs';
import { leftovers } from './leftovers.mjs';
import { runnerLog } from './runner-log.mjs';

/** Characters of a line of the inventory that are shown: options of ssh make them long, and all alike. */
const LINE_WIDTH = 110;

const [action, templates] = process.argv.slice(2);
const started = Date.now();
const color = process.stdout.isTTY === true;
const say = (text) => process.stdout.write(`${text}\n`);
const show = (text) => say(text.trimEnd().replaceAll(/^/gm, '  '));
const shortened = (line) => (line.length > LINE_WIDTH ? `${line.slice(0, LINE_WIDTH - 4)} ...` : line);
const heading = (text) => {
  const seconds = ((Date.now() - started) / 1000).toFixed(0).padStart(4);
  say(`\n${color ? '\x1b[1;34m' : ''}[${seconds} s] ${text}${color ? '\x1b[0m' : ''}`);
};

// The testbed's directory for temporary files goes with it. QEMU's user has to get in.
const root = mkdtempSync(join(tmpdir(), 'demo-'));
chmodSync(root, 0o755);
const [workspace, temp, home] = ['workspace', 'temp', 'home'].map((name) => join(root, name));
for (const directory of [temp, home]) mkdirSync(directory);
cpSync(join(PROJECT, 'fixtures/demo'), workspace, { recursive: true });

const runner = new FakeRunner({ action, workspace, temp, env: { PATH: process.env.PATH ?? '', HOME: home } });
const inputs = { 'template-repo': templates };
const failures = [];

async function phase(name, title, jobStatus = 'success') {
  heading(title);
  const onLine = runnerLog({ write: (text) => process.stdout.write(text), color });
  const result = await runner.runPhase({ phase: name, inputs, jobStatus, onLine });
  if (result.code !== 0) failures.push(`the phase ${name} ended with exit code ${result.code}`);
  return result;
}

/** Runs a step's script as runners do, and shows what it prints. */
async function step(title, script, env = {}) {
  heading(title);
  for (const line of script.trim().split('\n')) show(`$ ${line}`);
  const child = spawn('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', script], {
    cwd: workspace,
    env: { ...runner.stepEnv, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', show);
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) failures.push(`the step "${title}" ended with exit code ${code}`);
}

async function laterSteps({ outputs }) {
  heading('What later steps get: outputs, the inventory, the job summary');
  for (const [name, value] of Object.entries(outputs)) show(`${name}: ${value}`);
  say('');
  for (const line of readFileSync(outputs.inventory, 'utf8').trim().split('\n')) show(shortened(line));
  await step(
    'A later step: the command `lago`, and the machines among themselves',
    `lago status
lago shell web -c 'cat /etc/os-release | head -1; hostname -f; ping -4 -c 1 data'
lago shell data -c 'ping -4 -c 1 web'
ssh -F "$SSH_CONFIG" data hostname`,
    { SSH_CONFIG: outputs['ssh-config'] },
  );
  if (spawnSync('ansible', ['--version'], { stdio: 'ignore' }).status !== 0) {
    return heading('No Ansible on this host: the step that uses it is left out');
  }
  // The small machine has no Python, which Ansible's modules need; `raw` does without.
  await step('A later step: Ansible', 'ansible frontend -m ping\nansible all -m raw -a "uname -srm"');
}

async function job() {
  say(`demo: the job runs in ${workspace}, with this LagoInitFile:\n`);
  show(readFileSync(join(workspace, 'LagoInitFile'), 'utf8'));
  await phase('pre', 'Pre: checks the host, removes what earlier jobs left');
  const main = await phase('main', 'Main: brings the environment up');
  if (main.code === 0) await laterSteps(main);
  heading('The job summary (Markdown, shown on the page of the run)');
  show(main.summary);
  await phase('post', 'Post: removes the environment', failures.length === 0 ? 'success' : 'failure');
  failures.push(...leftovers(join(workspace, '.lago')).map((found) => `left behind: ${found}`));
}

if (!existsSync(join(action, 'dist/main.js'))) {
  say('demo: dist/ is missing: run `npm run build` first');
  process.exit(1);
}
await job();
heading(failures.length === 0 ? 'Everything worked, and nothing is left.' : 'The demo failed:');
for (const failure of failures) show(failure);
process.exitCode = failures.length === 0 ? 0 : 1;
