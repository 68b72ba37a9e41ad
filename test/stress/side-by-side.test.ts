import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadEnv } from '../../src/index.ts';
import { microFile, type Sandbox, sandbox } from '../support/sandbox.ts';
import { lagoEndsWell } from './support/commands.ts';
import { hostState, untilAsBefore } from './support/host-state.ts';

const ROUNDS = Array.from({ length: 10 }, (_, index) => index + 1);

let box: Sandbox;
let sides: readonly [string, string];
let before: readonly string[];

beforeAll(async () => {
  box = sandbox();
  sides = [join(box.root, 'one'), join(box.root, 'two')];
  for (const side of sides) {
    mkdirSync(side);
    // A forwarder runs for each.
    writeFileSync(join(side, 'LagoInitFile'), microFile(['vm0'], { ports: [22] }));
  }
  // Fetches the template and makes the directories that stay.
  await lagoEndsWell(sides[0], box, ['init']);
  await lagoEndsWell(sides[0], box, ['destroy', '--yes']);
  before = hostState(box);
});
afterAll(() => box.remove());

// With a time limit a watchdog runs for each.
const init = (side: string) => lagoEndsWell(side, box, ['init', '--expires-in', '1h']);
const start = (side: string) => lagoEndsWell(side, box, ['start', '--no-wait']);
const destroy = (side: string) => lagoEndsWell(side, box, ['destroy', '--yes']);
const onBoth = (verb: (side: string) => Promise<unknown>) => Promise.all(sides.map(verb));

/** What an environment has of the host, and no other may have. */
async function holdings(side: string): Promise<readonly string[]> {
  const env = await loadEnv({ ...box.common, cwd: side });
  const { UUID, Networks, VMs } = (await env.status()).Prefix;
  await env.close();
  const nets = Object.values(Networks).map(({ gateway }) => `gateway ${gateway}`);
  const vms = Object.values(VMs).flatMap(({ status, ports, NICs }) => [
    ...Object.values(NICs).map(({ ip }) => `address ${ip}`),
    ...Object.values(ports ?? {}).map(
      (port) => `${status === 'running' ? 'port' : `port of a machine ${status}`} ${port}`,
    ),
  ]);
  return [`uuid ${UUID}`, ...nets, ...vms];
}

async function expectNoCollision(): Promise<void> {
  const [one, two] = [await holdings(sides[0]), await holdings(sides[1])];
  const kinds = ['uuid', 'gateway', 'address', 'port'];
  expect([one, two].map((things) => things.map((thing) => thing.replace(/ [^ ]+$/, '')))).toEqual([kinds, kinds]);
  expect(
    one.filter((thing) => two.includes(thing)),
    'things that both environments have',
  ).toEqual([]);
}

const SSH = ['shell', 'vm0', '-c', 'echo reached'];

describe('two environments in two workdirs at once', () => {
  it('are made, reached and destroyed: round 1', async () => {
    await onBoth(init);
    await onBoth((side) => lagoEndsWell(side, box, ['start']));
    await expectNoCollision();
    await onBoth(async (side) => expect((await lagoEndsWell(side, box, SSH)).out).toContain('reached'));
    await onBoth(destroy);
    await untilAsBefore(before, box, 'what is left after round 1');
  });

  // One side waits for the other before `destroy`, or does not: then `destroy` meets what the other is at.
  it.each(ROUNDS.slice(1))('do not collide and leave nothing: round %i', async (round) => {
    const together = round % 2 === 0;
    await onBoth(async (side) => {
      await init(side);
      await start(side);
      if (!together) await destroy(side);
    });
    if (together) {
      await expectNoCollision();
      await onBoth(destroy);
    }
    await untilAsBefore(before, box, `what is left after round ${round}`);
  });
});
