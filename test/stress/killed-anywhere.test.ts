import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Environment, init } from '../../src/index.ts';
import { microFile, type Sandbox, sandbox } from '../support/sandbox.ts';
import { type Ended, lagoEndsWell, lagoIn } from './support/commands.ts';
import { hostState, untilAsBefore } from './support/host-state.ts';
import { ARGUMENTS, BEFORE, chooseKills, VERBS, type Verb } from './support/kills.ts';
import { chooseSeed } from './support/random.ts';

/** How often a verb may end before its kill, each time by a smaller part of what it really takes. */
const TRIES = 5;
/** What the bystander has: its boot, a file on its disk, a file in its memory. */
const MARKS = 'cat /proc/sys/kernel/random/boot_id /root/marker /run/marker';

const seed = chooseSeed();

let box: Sandbox;
let bystander: Environment;
let marks: string;
let before: readonly string[];
/** Milliseconds that each verb takes, and a process that does nothing. */
const took = new Map<Verb | 'nothing', number>();

beforeAll(async () => {
  console.log(`LAGO_STRESS_SEED=${seed}`);
  box = sandbox();
  bystander = await init({ ...box.options, cwd: workspace('bystander'), expiresIn: 6 * 3600 });
  await bystander.start();
  await bystander.vm('vm0').ssh('echo kept > /root/marker; echo kept > /run/marker; sync');
  marks = await bystanderMarks();
  before = hostState(box);
  await measure(workspace('measured'));
});
afterAll(async () => {
  // What a call that outlived its kill made would show up late.
  await untilAsBefore(before, box, `what is left at the end (LAGO_STRESS_SEED=${seed})`);
  await bystander.destroy();
  box.remove();
});

/** A directory with an init file. A forwarder runs for its machine. */
function workspace(name: string): string {
  const directory = join(box.root, name);
  mkdirSync(directory);
  writeFileSync(join(directory, 'LagoInitFile'), microFile(['vm0'], { ports: [22] }));
  return directory;
}

const bystanderMarks = async () => (await bystander.vm('vm0').ssh(MARKS)).out;

/** Runs each verb once, to its end. */
async function measure(cwd: string): Promise<void> {
  took.set('nothing', (await lagoEndsWell(cwd, box, ['--version'])).elapsed);
  for (const verb of VERBS) took.set(verb, (await lagoEndsWell(cwd, box, ARGUMENTS[verb])).elapsed);
  rmSync(cwd, { recursive: true });
  await untilAsBefore(before, box, 'what is left of the environment that was measured');
}

/** Kills the verb after a part of the time that it takes once the process runs. Gives the try that met it alive. */
async function kill(verb: Verb, fraction: number, cwd: string): Promise<Ended> {
  const idle = took.get('nothing') ?? 0;
  for (let part = fraction, tries = 0; tries < TRIES; tries++, part *= 0.8) {
    for (const earlier of BEFORE[verb]) await lagoEndsWell(cwd, box, ARGUMENTS[earlier]);
    const ended = await lagoIn(cwd, box, ARGUMENTS[verb], idle + part * ((took.get(verb) ?? 0) - idle));
    if (ended.signal === 'SIGKILL') return ended;
    // It was quicker than when it was measured.
    expect(ended.code, `lago ${verb}, which should have been killed, failed:\n${ended.err}`).toBe(0);
    took.set(verb, ended.elapsed);
    if (verb !== 'destroy') await lagoEndsWell(cwd, box, ARGUMENTS.destroy);
    removeExport(cwd);
  }
  throw new Error(`lago ${verb} ended ${TRIES} times before it could be killed`);
}

/** As a user does who comes back: `destroy`, and `reap` where that finds no environment. Gives what they said. */
async function cleanUp(cwd: string): Promise<string> {
  const { code, err } = await lagoIn(cwd, box, ARGUMENTS.destroy);
  if (code === 0) return err;
  // The watchdog may have been quicker.
  const complete = existsSync(join(cwd, '.lago/default/initialized'));
  expect(complete, `lago destroy ended with ${code} for an initialised prefix:\n${err}`).toBe(false);
  return `${err}${(await lagoEndsWell(cwd, box, ['reap'])).err}`;
}

/** An export that was complete is the user's; of any other nothing may be left. */
function removeExport(cwd: string): void {
  const directory = join(cwd, 'exported');
  if (existsSync(join(directory, 'LagoInitFile'))) rmSync(directory, { recursive: true });
}

describe(`with seed ${seed}`, () => {
  it.each(chooseKills(seed, 4))('kill $number: $verb, killed at $percent %, is removed and hurts nobody', async ({
    number,
    verb,
    fraction,
  }) => {
    const cwd = workspace(`kill-${number}`);
    const asBefore = hostState(box);
    const killed = await kill(verb, fraction, cwd);
    const cleaned = await cleanUp(cwd);
    removeExport(cwd);
    const story = `after ${verb} was killed at ${Math.round(killed.elapsed)} ms (LAGO_STRESS_SEED=${seed}):
${killed.err}then destroy or reap:
${cleaned}`;
    await untilAsBefore(asBefore, box, `what is left ${story}`);
    expect(await bystanderMarks(), `boot id and files of the other environment ${story}`).toBe(marks);
    rmSync(cwd, { recursive: true });
  });
});
