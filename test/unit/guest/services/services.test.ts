import { describe, expect, it } from 'vitest';
import type { CommandStatus } from '../../../../src/guest/exec.ts';
import {
  detectServiceProvider,
  namedServiceProvider,
  SERVICE_PROVIDERS,
} from '../../../../src/guest/services/detect.ts';
import { findGuestAgent } from '../../../../src/guest/services/guest-agent.ts';
import type { ServiceShell } from '../../../../src/guest/services/provider.ts';
import { Service } from '../../../../src/guest/services/service.ts';

type Answer = Partial<CommandStatus> | number;

/** A guest that answers commands by the first pattern that fits their words; it knows no others. */
class FakeGuest implements ServiceShell {
  readonly commands: string[] = [];
  readonly #answers: readonly (readonly [RegExp, Answer | (() => Answer)])[];

  constructor(...answers: readonly (readonly [RegExp, Answer | (() => Answer)])[]) {
    this.#answers = answers;
  }

  async run(command: readonly string[]): Promise<CommandStatus> {
    const text = command.join(' ');
    this.commands.push(text);
    const given = this.#answers.find(([pattern]) => pattern.test(text))?.[1] ?? 127;
    const answer = typeof given === 'function' ? given() : given;
    return { code: 0, out: '', err: '', ...(typeof answer === 'number' ? { code: answer } : answer) };
  }

  async runAsRoot(command: readonly string[]): Promise<CommandStatus> {
    return this.run(['(root)', ...command]);
  }
}

const HAS_SYSTEMD = [/test -d \/run\/systemd\/system/, 0] as const;
const HAS_SERVICE = [/command -v service/, 0] as const;
const HAS_CONTAINER = [/docker inspect .*vdsmc/, 0] as const;
const unit = (load: string, active: string) => ({ out: `LoadState=${load}\nActiveState=${active}\n` });
const service = (provider: string, guest: FakeGuest, name = 'httpd') =>
  new Service('web', name, namedServiceProvider(provider), guest);

describe('the way services are run is found out in a fixed order', () => {
  it.each([
    ['systemd where both are there, as on EL 7 (D48)', [HAS_SERVICE, HAS_SYSTEMD], 'systemd'],
    ['init scripts where systemd is only installed', [HAS_SERVICE], 'sysvinit'],
    ["Lago's container before all", [HAS_SERVICE, HAS_SYSTEMD, HAS_CONTAINER], 'systemdcontainer'],
  ])('%s', async (_what, answers, expected) => {
    expect((await detectServiceProvider('web', new FakeGuest(...answers))).name).toBe(expected);
  });

  it('a guest with none of them is told apart', async () => {
    await expect(detectServiceProvider('web', new FakeGuest())).rejects.toMatchObject({
      code: 'SERVICES_UNSUPPORTED',
      message: expect.stringContaining('VM web'),
    });
  });

  it('those of plugins are asked in their place', async () => {
    const mine = { ...namedServiceProvider('systemd'), name: 'mine', supports: async () => true };
    expect((await detectServiceProvider('web', new FakeGuest(HAS_SYSTEMD), [mine, ...SERVICE_PROVIDERS])).name).toBe(
      'mine',
    );
    expect(namedServiceProvider('mine', [mine])).toBe(mine);
    expect(() => namedServiceProvider('mine')).toThrow(expect.objectContaining({ code: 'SERVICE_PROVIDER_UNKNOWN' }));
  });
});

describe('systemd', () => {
  it.each([
    ['loaded', 'active', 'active'],
    ['loaded', 'reloading', 'active'],
    ['loaded', 'inactive', 'inactive'],
    ['loaded', 'failed', 'inactive'],
    ['loaded', 'activating', 'inactive'],
    ['masked', 'inactive', 'missing'],
    ['not-found', 'inactive', 'missing'],
    ['not-found', 'active', 'active'],
  ] as const)('a unit that is %s and %s is %s', async (load, active, expected) => {
    const subject = service('systemd', new FakeGuest([/systemctl show/, unit(load, active)]));
    expect(await subject.state()).toBe(expected);
    expect([await subject.exists(), await subject.alive()]).toEqual([expected !== 'missing', expected === 'active']);
  });

  it('an answer that says nothing is a missing unit, not a crash', async () => {
    expect(await service('systemd', new FakeGuest()).state()).toBe('missing');
  });

  it('starts and stops as root, and only what is not so already', async () => {
    let active = 'inactive';
    const set = (state: string) => () => {
      active = state;
      return 0;
    };
    const guest = new FakeGuest(
      [/systemctl show/, () => unit('loaded', active)],
      [/systemctl start/, set('active')],
      [/systemctl stop/, set('inactive')],
      [/systemctl restart/, 0],
    );
    const subject = service('systemd', guest);
    for (const action of ['stop', 'start', 'start', 'restart', 'stop'] as const) await subject[action]();
    expect(guest.commands.filter((command) => !command.includes('show'))).toEqual([
      '(root) systemctl start -- httpd',
      '(root) systemctl restart -- httpd',
      '(root) systemctl stop -- httpd',
    ]);
  });
});

describe('init scripts', () => {
  it.each([
    ['running', { code: 0, out: 'httpd is running' }, 0, 'active'],
    ['stopped, as LSB says it', { code: 3, out: 'httpd is not running' }, 0, 'inactive'],
    ['stopped, as EL 6 says it', { code: 3, out: 'httpd is stopped\n' }, 1, 'inactive'],
    ['an Upstart job that waits, whose code is 0', { code: 0, out: 'httpd stop/waiting' }, 0, 'inactive'],
    ['unknown', { code: 1, err: 'httpd: unrecognized service' }, 1, 'missing'],
  ] as const)('%s', async (_what, answer, script, expected) => {
    const guest = new FakeGuest([/init\.d/, script], [/service "\$1" "\$2" sh httpd status/, answer]);
    expect(await service('sysvinit', guest).state()).toBe(expected);
  });

  it('look for the program where administrators have it', async () => {
    const guest = new FakeGuest([/init\.d/, 0], [/status/, 3], [/start/, 0]);
    await service('sysvinit', guest).start();
    expect(guest.commands.at(-1)).toBe('(root) sh -c PATH=$PATH:/usr/sbin:/sbin exec service "$1" "$2" sh httpd start');
  });
});

describe('a container with systemd', () => {
  const INSIDE = /docker exec vdsmc systemctl show/;

  it('is asked first, then the guest', async () => {
    const inside = new FakeGuest([INSIDE, unit('loaded', 'active')]);
    expect(await service('systemdcontainer', inside).state()).toBe('active');
    const outside = new FakeGuest([INSIDE, unit('not-found', 'inactive')], [/show/, unit('loaded', 'inactive')]);
    expect(await service('systemdcontainer', outside).state()).toBe('inactive');
  });

  it('has its services started in it, or else in the guest', async () => {
    const guest = new FakeGuest(
      [INSIDE, 1],
      [/show/, unit('loaded', 'inactive')],
      [/docker exec vdsmc systemctl start/, 1],
      [/systemctl start/, 0],
    );
    await service('systemdcontainer', guest).start();
    expect(guest.commands.slice(-2)).toEqual([
      '(root) docker exec vdsmc systemctl start -- httpd',
      '(root) systemctl start -- httpd',
    ]);
  });
});

describe('mistakes', () => {
  it('a service that is not there cannot be started, stopped or restarted', async () => {
    const subject = service('systemd', new FakeGuest());
    for (const action of ['start', 'stop', 'restart'] as const) {
      await expect(subject[action]()).rejects.toMatchObject({ code: 'SERVICE_MISSING' });
    }
  });

  it('one that cannot be started says why, in one line', async () => {
    const refused = { code: 1, err: 'Job for httpd.service failed.\nSee "journalctl".\u001b[0m' };
    const guest = new FakeGuest([/show/, unit('loaded', 'inactive')], [/start/, refused]);
    const failure = await service('systemd', guest)
      .start()
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'SERVICE_FAILED', message: expect.stringContaining('Job for httpd') });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    expect(String(failure)).not.toMatch(/[\u001b\n]/);
  });

  it.each(['', '--now', 'a b', 'a;b', 'a\nb', '$(x)'])('%j is no name of a service', (name) => {
    expect(() => service('systemd', new FakeGuest(), name)).toThrow(
      expect.objectContaining({ code: 'SERVICE_NAME_INVALID' }),
    );
  });

  it.each(['getty@tty1.service', 'systemd-fsck@dev-vda\\x2d1.service', 'NetworkManager'])('%s is one', (name) => {
    expect(service('systemd', new FakeGuest(), name).name).toBe(name);
  });
});

describe('the guest agent', () => {
  const guestWith = (...units: readonly string[]) =>
    new FakeGuest(...units.map((name) => [new RegExp(`show.* ${name}$`), unit('loaded', 'active')] as const), [
      /show/,
      unit('not-found', 'inactive'),
    ]);
  const find = (guest: FakeGuest, named?: string) =>
    findGuestAgent('web', named, async (name) => service('systemd', guest, name));

  it('goes by two names, and by the one that the init file gives', async () => {
    expect((await find(guestWith('qemu-guest-agent', 'qemu-ga'))).name).toBe('qemu-guest-agent');
    expect((await find(guestWith('qemu-ga'))).name).toBe('qemu-ga');
    expect((await find(guestWith('agent', 'qemu-ga'), 'agent')).name).toBe('agent');
  });

  it('is missing where the name that was given is', async () => {
    await expect(find(guestWith('qemu-ga'), 'agent')).rejects.toMatchObject({
      code: 'GUEST_AGENT_MISSING',
      message: 'VM web has no QEMU guest agent: no service agent',
    });
  });
});
