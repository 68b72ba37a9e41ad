import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { CliVm } from '../../../../src/cli/sdk.ts';
import { type CallOptions, FakeEnvironment, fakeVm, lago } from '../support.ts';

interface Attached {
  readonly vm: string;
  readonly command: string | readonly string[] | undefined;
}

let attached: Attached[];
let scripts: { readonly vm: string; readonly path: string }[];

beforeEach(() => {
  attached = [];
  scripts = [];
});

function machine(name: string): CliVm {
  return fakeVm(name, {
    interactiveSsh: async ({ input, output, errors }, command) => {
      attached.push({ vm: name, command });
      for await (const chunk of input) output.write(`read ${chunk}`);
      errors.write('from the guest\n');
      return 42;
    },
    sshScript: async (path, { onStdout, onStderr, check } = {}) => {
      scripts.push({ vm: name, path });
      onStdout?.(Buffer.from('out\n'));
      onStderr?.(Buffer.from('err\n'));
      expect(check).toBe(false);
      return { code: 3, out: '', err: '' };
    },
  });
}

async function shell(argv: readonly string[], options: CallOptions = {}) {
  const env = new FakeEnvironment(machine('web-0'), machine('db'), machine('old-db'));
  const result = await lago(['shell', ...argv], { ...options, sdk: { loadEnv: async () => env } });
  return { ...result, closed: env.closed };
}

describe('lago shell', () => {
  it('attaches the streams, and gives the exit code of the guest', async () => {
    const { code, out, err, closed } = await shell(['db'], { typed: 'hello' });
    expect({ code, out, err, closed }).toEqual({ code: 42, out: 'read hello', err: 'from the guest\n', closed: 1 });
    expect(attached).toEqual([{ vm: 'db', command: undefined }]);
  });

  it.each([
    [['db', 'ls', '-l', '/tmp'], 'ls -l /tmp'],
    [['db', '-c', 'echo "a b" > /tmp/x'], 'echo "a b" > /tmp/x'],
    [['db', '-c', 'exit', '7'], 'exit 7'],
    [['db', 'echo a\necho b'], 'echo a\necho b'],
    [['db', '--', 'ls', '-f', 'json'], 'ls -f json'],
    [['db', '--help'], '--help'],
    [['-l', 'debug', 'db', 'cat', '-l', 'x'], 'cat -l x'],
    [['db', '-c'], undefined],
  ])('runs %j', async (argv, command) => {
    expect((await shell(argv)).code).toBe(42);
    expect(attached).toEqual([{ vm: 'db', command }]);
  });

  it('runs a local script', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'lago-cli-'));
    onTestFinished(() => rmSync(cwd, { recursive: true }));
    writeFileSync(join(cwd, 'test.sh'), '');
    const { code, out, err } = await shell(['db', 'test.sh'], { cwd });
    expect({ code, out, err }).toEqual({ code: 3, out: 'out\n', err: 'err\n' });
    expect(scripts).toEqual([{ vm: 'db', path: join(cwd, 'test.sh') }]);
    expect(attached).toEqual([]);
  });

  it.each([
    [['db', 'test.sh', 'x'], 'test.sh x'],
    [['db', '-c', 'test.sh'], 'test.sh'],
    [['db', '.'], '.'],
  ])('takes for a command what is not just the name of a file: %j', async (argv, command) => {
    const cwd = mkdtempSync(join(tmpdir(), 'lago-cli-'));
    onTestFinished(() => rmSync(cwd, { recursive: true }));
    writeFileSync(join(cwd, 'test.sh'), '');
    await shell(argv, { cwd });
    expect(attached).toEqual([{ vm: 'db', command }]);
    expect(scripts).toEqual([]);
  });

  it('takes the end of a name', async () => {
    const { err } = await shell(['0', 'true']);
    expect(err).not.toContain('warning');
    expect(attached).toEqual([{ vm: 'web-0', command: 'true' }]);
  });

  it('prefers the exact name', async () => {
    await shell(['db', 'true']);
    expect(attached).toEqual([{ vm: 'db', command: 'true' }]);
  });

  it('says which one it takes when several names end so', async () => {
    const { err } = await shell(['b', 'true']);
    expect(attached).toEqual([{ vm: 'db', command: 'true' }]);
    expect(err).toContain('warning: several names end with b: taking db');
  });

  it('fails as other verbs do when there is none of that name', async () => {
    const { code, err, closed } = await shell(['nope', 'true']);
    expect({ code, closed }).toEqual({ code: 2, closed: 1 });
    expect(err).toBe('lago: error: there is no VM nope [VM_UNKNOWN]\n');
  });
});
