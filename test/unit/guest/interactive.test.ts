import { PassThrough, Writable } from 'node:stream';
import type { ServerChannel } from 'ssh2';
import { describe, expect, it } from 'vitest';
import { interactive } from '../../../src/guest/interactive.ts';
import { connectTo } from './support/guest.ts';
import { startServer } from './support/ssh-server.ts';

/** Output that remembers what was written; it may have the size of a terminal. */
class Screen extends Writable {
  text = '';
  columns = 100;
  rows = 30;

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** Input that claims to be a terminal and notes when it is put into raw mode. */
class Terminal extends PassThrough {
  readonly isTTY = true;
  readonly modes: boolean[] = [];

  setRawMode(raw: boolean): void {
    this.modes.push(raw);
  }
}

describe('interactive', () => {
  it('runs a command with the streams attached and gives its exit code', async () => {
    await using server = await startServer();
    await using guest = connectTo(server.port);
    const [input, output, errors] = [new PassThrough(), new Screen(), new Screen()];
    input.end('typed');
    const code = await interactive(guest, { command: 'cat; echo problem >&2; exit 9', input, output, errors });
    expect({ code, output: output.text, errors: errors.text }).toEqual({
      code: 9,
      output: 'typed',
      errors: 'problem\n',
    });
  });

  it('gives 128 and the number of a signal', async () => {
    await using server = await startServer();
    await using guest = connectTo(server.port);
    const streams = { input: new PassThrough(), output: new Screen(), errors: new Screen() };
    expect(await interactive(guest, { command: ['sh', '-c', 'kill -TERM $$'], ...streams })).toBe(143);
  });

  it('opens a shell on a terminal in raw mode, passes its size on and lets go of it', async () => {
    const sizes: string[] = [];
    const shells: ServerChannel[] = [];
    const output = new Screen();
    await using server = await startServer({
      onPty: ({ cols, rows }) => {
        sizes.push(`${cols}x${rows}`);
        if (sizes.length === 1) return;
        for (const channel of shells) {
          channel.exit(5);
          channel.end();
        }
      },
      onShell: (channel) => {
        shells.push(channel);
        channel.write('prompt$ ');
        channel.once('data', () => {
          output.columns = 80;
          output.emit('resize');
        });
      },
    });
    await using guest = connectTo(server.port);
    const input = new Terminal();
    input.write('x');
    expect(await interactive(guest, { input, output, errors: new Screen() })).toBe(5);
    expect(sizes).toEqual(['100x30', '80x30']);
    expect(output.text).toBe('prompt$ ');
    expect(input.modes).toEqual([true, false]);
    expect(input.isPaused()).toBe(true);
    expect(input.listenerCount('data') + output.listenerCount('resize')).toBe(0);
  });

  it('passes on a size that changed while it connected', async () => {
    const sizes: string[] = [];
    const output = new Screen();
    let shell: ServerChannel | undefined;
    const whenBoth = () => {
      if (shell === undefined || sizes.length < 2) return;
      shell.exit(0);
      shell.end();
    };
    await using server = await startServer({
      onPty: ({ cols, rows }) => {
        sizes.push(`${cols}x${rows}`);
        output.columns = 80;
        whenBoth();
      },
      onShell: (channel) => {
        shell = channel;
        whenBoth();
      },
    });
    await using guest = connectTo(server.port);
    expect(await interactive(guest, { input: new Terminal(), output, errors: new Screen() })).toBe(0);
    expect(sizes).toEqual(['100x30', '80x30']);
  });

  it('gives the exit code also when the terminal is gone by then', async () => {
    class GoneTerminal extends Terminal {
      override setRawMode(raw: boolean): void {
        super.setRawMode(raw);
        this.emit('error', new Error('setRawMode EIO'));
      }
    }
    await using server = await startServer();
    await using guest = connectTo(server.port);
    const input = new GoneTerminal();
    const code = await interactive(guest, { command: 'exit 4', input, output: new Screen(), errors: new Screen() });
    expect({ code, modes: input.modes }).toEqual({ code: 4, modes: [true, false] });
  });

  it('ends the input of a command when ours was thrown away', async () => {
    await using server = await startServer();
    await using guest = connectTo(server.port);
    const input = new PassThrough().destroy();
    expect(await interactive(guest, { command: 'cat', input, output: new Screen(), errors: new Screen() })).toBe(0);
  });

  it('ends the command when its output was thrown away', async () => {
    await using server = await startServer();
    await using guest = connectTo(server.port);
    const output = new Screen();
    output.write = () => {
      setImmediate(() => output.destroy());
      return false;
    };
    const streams = { input: new PassThrough(), output, errors: new Screen() };
    await expect(interactive(guest, { command: 'yes', ...streams })).rejects.toThrow('the output was closed');
  });

  it('leaves raw mode when the connection breaks', async () => {
    await using server = await startServer({
      onShell: () => {
        for (const connection of server.connections) connection.end();
      },
    });
    await using guest = connectTo(server.port);
    const input = new Terminal();
    const streams = { input, output: new Screen(), errors: new Screen() };
    await expect(interactive(guest, streams)).rejects.toMatchObject({ code: 'SSH_LOST' });
    expect(input.modes).toEqual([true, false]);
  });

  it('ends the command when nobody reads its output any more', async () => {
    await using server = await startServer();
    await using guest = connectTo(server.port);
    const output = new Writable({
      write(_chunk, _encoding, done) {
        done(new Error('EPIPE'));
      },
    });
    const streams = { input: new PassThrough(), output, errors: new Screen() };
    await expect(interactive(guest, { command: 'yes', ...streams })).rejects.toThrow('EPIPE');
  });

  it('takes it that writing goes on failing after that', async () => {
    await using server = await startServer();
    await using guest = connectTo(server.port);
    const failures: Error[] = [];
    const output = new Writable({
      autoDestroy: false,
      write(_chunk, _encoding, done) {
        failures.push(new Error('EPIPE'));
        // As a socket does: later, and for each of them.
        setImmediate(() => {
          this.emit('error', failures.at(-1));
          done();
        });
      },
    });
    const streams = { input: new PassThrough(), output, errors: new Screen() };
    await expect(interactive(guest, { command: 'yes', ...streams })).rejects.toThrow('EPIPE');
    output.write('once more');
    const before = failures.length;
    output.write('and again');
    await expect.poll(() => failures.length).toBeGreaterThan(before);
    await expect.poll(() => output.writableLength).toBe(0);
  });

  it('is cancelled by a signal', async () => {
    await using server = await startServer();
    await using guest = connectTo(server.port);
    const abort = new AbortController();
    const output = new Screen();
    output.write = () => {
      abort.abort();
      return true;
    };
    const streams = { input: new PassThrough(), output, errors: new Screen(), signal: abort.signal };
    await expect(interactive(guest, { command: 'echo x; sleep 100', ...streams })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });
});
