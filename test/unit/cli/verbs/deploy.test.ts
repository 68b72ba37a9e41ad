import { describe, expect, it } from 'vitest';
import type { CliEnvironment } from '../../../../src/cli/sdk.ts';
import { GuestError } from '../../../../src/host/errors.ts';
import { FakeEnvironment, fakeVm, lago } from '../support.ts';

describe('lago deploy', () => {
  async function deploy(argv: readonly string[], work: CliEnvironment['deploy']) {
    const env = new FakeEnvironment(fakeVm('web'), fakeVm('db'));
    env.deploy = work;
    const result = await lago(argv, { sdk: { loadEnv: async () => env } });
    return { ...result, closed: env.closed };
  }

  it.each([
    [['deploy'], undefined],
    [
      ['deploy', 'web', 'db'],
      ['web', 'db'],
    ],
  ])('%j', async (argv, vms) => {
    const calls: unknown[] = [];
    const { code, out, closed } = await deploy(argv, async (options) => {
      calls.push(options?.vms);
      return [{ vm: 'web', script: 'a.sh', logFile: '/x' }];
    });
    expect({ code, out, closed, calls }).toEqual({ code: 0, out: '', closed: 1, calls: [vms] });
  });

  it('fails with the end of what a script wrote', async () => {
    const { code, err } = await deploy(['deploy'], async () => {
      throw new GuestError('DEPLOY_FAILED', 'VM web: the deploy script a.sh ended with exit code 3:\n  no space', {
        hint: 'All of it is in /x.',
      });
    });
    expect(code).toBe(1);
    expect(err).toContain('ended with exit code 3:\n  no space');
    expect(err).toContain('lago: hint: All of it is in /x.');
  });
});

describe('lago console', () => {
  it('attaches the streams of the process, and gives the exit code of what did it', async () => {
    const vm = fakeVm('web', {
      interactiveConsole: async ({ input, output, signal }) => {
        expect(input.isTTY).toBe(true);
        expect(signal?.aborted).toBe(false);
        output.write('on the console\n');
        return 9;
      },
    });
    const env = new FakeEnvironment(vm);
    const result = await lago(['console', 'web'], { typed: '', sdk: { loadEnv: async () => env } });
    expect(result).toEqual({ code: 9, out: 'on the console\n', err: '' });
    expect(env.closed).toBe(1);
  });

  it('takes exact names only', async () => {
    const env = new FakeEnvironment(fakeVm('web'));
    const { code, err } = await lago(['console', 'eb'], { sdk: { loadEnv: async () => env } });
    expect(code).toBe(2);
    expect(err).toContain('there is no VM eb');
  });

  it('needs to know which machine', async () => {
    expect((await lago(['console'])).code).toBe(2);
  });
});
