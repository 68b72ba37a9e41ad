import { afterEach, describe, expect, it, vi } from 'vitest';
import { exec } from '../../../src/guest/exec.ts';
import { outputOf, startTransfer } from '../../../src/guest/transfer.ts';
import { connectTo } from './support/guest.ts';
import { startServer } from './support/ssh-server.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('the output of a transfer', () => {
  it('is not whole when the connection is lost between the exit status and its end', async () => {
    await using server = await startServer({
      onExec: (command, channel) => {
        channel.exit(0);
        if (command === 'true') channel.end();
        else channel.write('the first half');
        return true;
      },
    });
    await using guest = connectTo(server.port);
    await exec(guest, 'true');
    // Silence after the exit status ends a command as well, with less reason.
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const transfer = await startTransfer(guest, 'x', 60_000, undefined);
    const read = async () => {
      for await (const _ of outputOf(transfer)) for (const connection of server.connections) connection.end();
    };
    await expect(read()).rejects.toMatchObject({ code: 'SSH_LOST' });
    // A command that reboots its guest in the background ends well all the same.
    expect(await transfer.process.exited).toEqual({ code: 0 });
  });
});
