import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';

const SCRIPT = join(import.meta.dirname, '../../scripts/testbed.mjs');

/** A network as every test makes one: two testbeds would collide on it if they shared anything. */
const NETWORK = `<network>
  <name>same</name>
  <forward mode='nat'/>
  <bridge name='same-nic' stp='off' delay='0'/>
  <ip address='192.168.200.1' netmask='255.255.255.0'>
    <dhcp><range start='192.168.200.2' end='192.168.200.254'/></dhcp>
  </ip>
</network>`;

const CREATE_NETWORK = `virsh -q net-create /dev/stdin <<<"${NETWORK}"`;

const open = new Set<Testbed>();
afterEach(() => {
  for (const testbed of open) testbed.child.kill('SIGKILL');
  open.clear();
});

interface Testbed {
  readonly child: ChildProcessWithoutNullStreams;
  readonly lines: AsyncIterableIterator<string>;
  readonly exit: Promise<number | null>;
}

/** Opens a testbed of its own, also inside the one that runs the tests. */
function testbed(...command: readonly string[]): Testbed {
  const { TESTBED: _, ...env } = process.env;
  const child = spawn(process.execPath, [SCRIPT, '--', ...command], { env });
  child.stderr.resume();
  child.stdin.on('error', () => undefined);
  const exit = once(child, 'exit').then(([code]: (number | null)[]) => code ?? null);
  const opened = { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator](), exit };
  open.add(opened);
  return opened;
}

async function nextLine({ lines }: Testbed): Promise<string> {
  const { value } = await lines.next();
  return `${value}`;
}

/** Ids of the processes, also in namespaces below ours, for which the check holds. Those that just ended do not count. */
function processes(check: (directory: string) => boolean): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false;
    try {
      return check(`/proc/${pid}`);
    } catch {
      return false;
    }
  });
}

/** The PID namespace in which a process with this text in its environment runs. */
function namespaceOf(text: string): string {
  const [pid] = processes((directory) => readFileSync(`${directory}/environ`, 'latin1').includes(text));
  return readlinkSync(`/proc/${pid}/ns/pid`);
}

async function untilEmpty(namespace: string): Promise<void> {
  const inside = () => processes((directory) => readlinkSync(`${directory}/ns/pid`) === namespace);
  await expect.poll(inside, { timeout: 120_000, interval: 20 }).toEqual([]);
}

describe('testbed', () => {
  it.each([0, 7])('has the exit code %i of its command', async (code) => {
    expect(await testbed('bash', '-c', `exit ${code}`).exit).toBe(code);
  });

  it('tells a command that does not exist from one that fails', async () => {
    expect(await testbed('no-such-command').exit).toBe(127);
  });

  it('hands its input and its arguments to the command unchanged', async () => {
    const bed = testbed('bash', '-c', 'printf "%s|" "$@"; cat', 'name', 'two words', '$(id)', '');
    bed.child.stdin.end('from outside\n');
    expect(await nextLine(bed)).toBe('two words|$(id)||from outside');
  });

  it('has a libvirt, networks and state of its own', async () => {
    const script = `${CREATE_NETWORK}; touch "/var/lib/lago/$0"; echo made; read; ls /var/lib/lago`;
    const [first, second] = [testbed('bash', '-c', script, 'one'), testbed('bash', '-c', script, 'two')];
    expect([await nextLine(first), await nextLine(second)]).toEqual(['made', 'made']);
    for (const { child } of [first, second]) child.stdin.end('\n');
    expect([await nextLine(first), await nextLine(second)]).toEqual(['one', 'two']);
    expect([await first.exit, await second.exit]).toEqual([0, 0]);
    expect(readdirSync('/sys/class/net')).not.toContain('same-nic');
  });

  it('has no way out', async () => {
    const bed = testbed('bash', '-c', 'ls /sys/class/net; ip route | wc -l');
    expect([await nextLine(bed), await nextLine(bed)]).toEqual(['lo', '0']);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('passes %s to the command, which decides', async (signal) => {
    const bed = testbed(
      'bash',
      '-c',
      `trap 'echo caught; exit 5' ${signal.slice(3)}; echo ready; while :; do read -rt 1; done`,
    );
    expect(await nextLine(bed)).toBe('ready');
    bed.child.kill(signal);
    expect(await nextLine(bed)).toBe('caught');
    expect(await bed.exit).toBe(5);
  });

  describe('ends with everything in it', () => {
    const START = `${CREATE_NETWORK}; setsid sleep 1000 & echo started; read`;

    async function started(marker: string): Promise<[bed: Testbed, namespace: string]> {
      const bed = testbed('env', `MARKER=${marker}`, 'bash', '-c', START);
      expect(await nextLine(bed)).toBe('started');
      const namespace = namespaceOf(marker);
      expect(namespace).not.toBe(readlinkSync('/proc/self/ns/pid'));
      return [bed, namespace];
    }

    it('when its command has ended', async () => {
      const [bed, namespace] = await started(`ended-${process.pid}`);
      bed.child.stdin.end('\n');
      expect(await bed.exit).toBe(0);
      await untilEmpty(namespace);
    });

    it.each(['node', 'unshare'])('when %s is killed', async (victim) => {
      const [bed, namespace] = await started(`${victim}-${process.pid}`);
      const { pid } = bed.child;
      const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
      process.kill(Number(victim === 'node' ? pid : child), 'SIGKILL');
      await bed.exit;
      await untilEmpty(namespace);
    });
  });
});
