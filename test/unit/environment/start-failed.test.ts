import { existsSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { destroyEnvironment } from '../../../src/environment/destroy.ts';
import { GuestError, ToolError } from '../../../src/host/errors.ts';
import { fakeEnvironment } from '../../support/fake-environment.ts';
import { FakeProvider } from '../../support/provider.ts';

afterEach(() => void vi.useRealTimers());

/** A provider whose machine does not start, and cannot always be stopped. */
class BrokenProvider extends FakeProvider {
  onStop: () => void | Promise<void> = () => {};

  override async start(): Promise<void> {
    throw new ToolError('TOOL_FAILED', 'no such emulator');
  }

  override async stop({ name }: { readonly name: string }): Promise<void> {
    this.calls.push(`stop ${name}`);
    await this.onStop();
  }
}

async function setUp() {
  const provider = new BrokenProvider('local-libvirt');
  return { provider, ...(await fakeEnvironment(provider)) };
}

describe('a start that fails', () => {
  it('says why, also when the time is up before everything is taken down again', async () => {
    const { env, provider } = await setUp();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    provider.onStop = () => void vi.advanceTimersByTime(60_000);
    await expect(env.start({ timeout: 60 })).rejects.toMatchObject({ code: 'TOOL_FAILED' });
    expect(provider.calls).toEqual(['start net mgmt', 'stop web', 'stop net mgmt']);
  });

  it('says why, also when something cannot be taken down; that is in the log', async () => {
    const { env, provider, texts } = await setUp();
    provider.onStop = () => Promise.reject(new ToolError('LIBVIRT_FAILED', 'libvirt hangs'));
    await expect(env.start()).rejects.toMatchObject({ code: 'TOOL_FAILED' });
    expect(texts('error')).toEqual(['undoing it failed as well: libvirt hangs']);
  });

  it('says why, also when there is no evidence to be had', async () => {
    const { env, provider } = await setUp();
    provider.start = async () => {};
    provider.diagnostics = () => Promise.reject(new ToolError('LIBVIRT_FAILED', 'libvirt hangs'));
    vi.spyOn(env.vm('web'), 'waitForSsh').mockRejectedValue(new GuestError('SSH_TIMEOUT', 'no answer'));
    await expect(env.start()).rejects.toMatchObject({ code: 'SSH_TIMEOUT', message: 'no answer' });
  });

  it('leaves an environment alone that is destroyed meanwhile', async () => {
    const { env, provider, texts, services, recordFile } = await setUp();
    let destroyed: Promise<boolean> | undefined;
    provider.start = async () => {
      // Waits for us, and then one of us has nothing left to do.
      destroyed = destroyEnvironment(env.uuid, services);
      throw new ToolError('TOOL_FAILED', 'no such emulator');
    };
    await expect(env.start()).rejects.toMatchObject({ code: 'TOOL_FAILED' });
    expect(await destroyed).toBe(true);
    expect(texts('error')).toEqual([]);
    expect(existsSync(recordFile)).toBe(false);
  });
});
