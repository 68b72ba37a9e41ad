import { writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { exec } from '../../../src/guest/exec.ts';
import { script } from '../../../src/guest/script.ts';
import { connectTo, temporaryDirectory } from './support/guest.ts';
import { startServer } from './support/ssh-server.ts';

describe('exec', () => {
  it('gives exit code, output and error output', async () => {
    await using server = await startServer();
    await using guest = connectTo(server.port);
    expect(await exec(guest, 'echo out; echo err >&2; exit 3', { check: false })).toEqual({
      code: 3,
      out: 'out\n',
      err: 'err\n',
    });
  });

  it('quotes arrays and leaves strings to the shell', async () => {
    await using server = await startServer();
    await using guest = connectTo(server.port);
    const hostile = 'a b; echo "$HOME" \'x\' *';
    expect((await exec(guest, ['printf', '%s', hostile])).out).toBe(hostile);
    expect((await exec(guest, 'printf %s "$((1 + 1))"')).out).toBe('2');
  });

  it('names VM, command, code and the end of the error output when a command fails', async () => {
    await using server = await startServer();
    await using guest = connectTo(server.port);
    await expect(exec(guest, ['sh', '-c', 'echo "no such \u001b[31mthing" >&2; exit 4'])).rejects.toMatchObject({
      code: 'COMMAND_FAILED',
      message: expect.stringMatching(/^VM vm0: "sh -c .*" failed with exit code 4: no such \?\[31mthing$/),
      status: { code: 4 },
    });
  });

  it.each([
    ['text', 'some text'],
    ['bytes', Buffer.from('some text')],
    ['a stream', Readable.from([Buffer.from('some '), 'text'])],
  ])('passes %s as standard input', async (_kind, stdin) => {
    await using server = await startServer();
    await using guest = connectTo(server.port);
    expect((await exec(guest, 'cat', { stdin })).out).toBe('some text');
  });

  it('sends much input at the pace of the guest, and gets it back whole', async () => {
    await using server = await startServer();
    await using guest = connectTo(server.port);
    const stdin = Buffer.alloc(9_000_000, 'abcdefg\n');
    expect(Buffer.from((await exec(guest, 'cat', { stdin })).out).equals(stdin)).toBe(true);
  });

  it('ends well when the command leaves its input unread', async () => {
    await using server = await startServer();
    await using guest = connectTo(server.port);
    expect((await exec(guest, 'exit 0', { stdin: Buffer.alloc(20_000_000) })).code).toBe(0);
  });

  it('sets variables', async () => {
    await using server = await startServer();
    await using guest = connectTo(server.port);
    expect((await exec(guest, 'printf %s "$A-$B"', { env: { A: "it's", B: '$x' } })).out).toBe("it's-$x");
    await expect(exec(guest, 'true', { env: { 'A=1; touch /x;': '' } })).rejects.toMatchObject({
      code: 'COMMAND_INVALID',
    });
  });

  it('reports signals as shells do', async () => {
    await using server = await startServer();
    await using guest = connectTo(server.port);
    expect(await exec(guest, 'kill -KILL $$', { check: false })).toMatchObject({ code: 137, signal: 'SIGKILL' });
  });

  it('streams output while the command runs, and keeps none when asked', async () => {
    await using server = await startServer();
    await using guest = connectTo(server.port);
    const pieces: string[] = [];
    const status = await exec(guest, 'echo one; echo two >&2', {
      capture: false,
      onStdout: (chunk) => pieces.push(`out ${chunk}`),
      onStderr: (chunk) => pieces.push(`err ${chunk}`),
    });
    expect(pieces.sort()).toEqual(['err two\n', 'out one\n']);
    expect(status).toEqual({ code: 0, out: '', err: '' });
  });

  it('hands on what a listener throws', async () => {
    await using server = await startServer();
    await using guest = connectTo(server.port);
    const onStdout = () => {
      throw new Error('listener broke');
    };
    await expect(exec(guest, 'echo one', { onStdout })).rejects.toThrow('listener broke');
    expect((await exec(guest, 'echo two')).out).toBe('two\n');
  });

  it('ends a command that writes more than is kept', async () => {
    await using server = await startServer();
    await using guest = connectTo(server.port);
    await expect(exec(guest, 'yes', { maxBuffer: 10_000 })).rejects.toMatchObject({ code: 'OUTPUT_TOO_LARGE' });
    await expect(exec(guest, 'yes >&2', { maxBuffer: 10_000 })).rejects.toMatchObject({ code: 'OUTPUT_TOO_LARGE' });
  });

  it('ends a command that takes too long', async () => {
    await using server = await startServer();
    await using guest = connectTo(server.port);
    await expect(exec(guest, 'sleep 100', { timeout: 50 })).rejects.toMatchObject({
      code: 'COMMAND_TIMEOUT',
      message: 'VM vm0: "sleep 100" did not end within 0.05 s',
    });
  });

  it('is cancelled by a signal, before and while it runs', async () => {
    await using server = await startServer();
    await using guest = connectTo(server.port);
    await expect(exec(guest, 'true', { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'CANCELLED' });
    const abort = new AbortController();
    const onStdout = () => abort.abort();
    await expect(exec(guest, 'echo go; sleep 100', { signal: abort.signal, onStdout })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });

  it('does not wait for a background process that keeps the output open', async () => {
    await using server = await startServer({
      onExec: (_command, channel) => {
        channel.write('started\n');
        channel.exit(0);
        return true;
      },
    });
    await using guest = connectTo(server.port);
    expect(await exec(guest, 'server &')).toEqual({ code: 0, out: 'started\n', err: '' });
  });

  it.each([
    ['', 'an empty string'],
    [' \n', 'blanks'],
    ['a\0b', 'a NUL'],
  ])('refuses %j (%s)', async (command) => {
    await using guest = connectTo(1);
    await expect(exec(guest, command)).rejects.toMatchObject({ code: 'COMMAND_INVALID', exitCode: 2 });
  });

  it('refuses an empty array and a NUL in an argument', async () => {
    await using guest = connectTo(1);
    await expect(exec(guest, [])).rejects.toMatchObject({ code: 'COMMAND_INVALID' });
    await expect(exec(guest, ['a', '\0'])).rejects.toMatchObject({ code: 'COMMAND_INVALID' });
  });
});

describe('script', () => {
  it('feeds a file with arguments to bash', async () => {
    await using server = await startServer();
    await using guest = connectTo(server.port);
    await using directory = await temporaryDirectory();
    const file = `${directory.path}/x.sh`;
    await writeFile(file, 'words=("$@"); printf "%s|" "$@"; echo "$#"; [[ $words ]]\n');
    expect((await script(guest, { file }, ['a b', '-c', "it's"])).out).toBe("a b|-c|it's|3\n");
  });

  it('uses sh where there is no bash', async () => {
    await using directory = await temporaryDirectory();
    await writeFile(`${directory.path}/sh`, '#!/bin/sh\necho "sh $*"; exec /bin/sh "$@"\n', { mode: 0o755 });
    await using server = await startServer({ env: { PATH: directory.path } });
    await using guest = connectTo(server.port);
    expect((await script(guest, { text: 'echo "got $1"' }, ['x'])).out).toBe('sh -s -- x\ngot x\n');
  });

  it('names the script when it fails', async () => {
    await using server = await startServer();
    await using guest = connectTo(server.port);
    await using directory = await temporaryDirectory();
    const file = `${directory.path}/deploy.sh`;
    await writeFile(file, 'echo broken >&2\nexit 7\n');
    await expect(script(guest, { file })).rejects.toThrow('VM vm0: "script deploy.sh" failed with exit code 7: broken');
  });

  it('says when the file is not there', async () => {
    await using guest = connectTo(1);
    await expect(script(guest, { file: '/nowhere/x.sh' })).rejects.toMatchObject({
      code: 'SCRIPT_MISSING',
      message: 'the script /nowhere/x.sh does not exist',
    });
  });
});
