import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Qemu } from '../../../../src/environment/boot-builder/qemu.ts';
import { Qmp } from '../../../../src/environment/boot-builder/qmp.ts';
import { createLogger } from '../../../../src/host/log.ts';

describe('the machine protocol', () => {
  it('gives each command its own answer, whatever comes between', async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const qmp = new Qmp(input, output);
    const [first, second] = [qmp.execute('one'), qmp.execute('two')];
    output.write('{"QMP": {}}\n{"event": "RESUME"}\nno json\n{"id": 2, "return": "b"}\n{"id": 1, "return": {}}\n');
    expect(await Promise.all([first, second])).toEqual([{}, 'b']);
    expect(String(input.read())).toBe(
      '{"execute":"one","arguments":{},"id":1}\n{"execute":"two","arguments":{},"id":2}\n',
    );
  });

  it('fails what is refused, and whatever waits when it ends', async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const qmp = new Qmp(input, output);
    const [refused, waiting] = [qmp.execute('one'), qmp.execute('two')];
    output.write('{"id": 1, "error": {"class": "GenericError", "desc": "no such thing"}}\n');
    await expect(refused).rejects.toThrow('QEMU refused: no such thing');
    output.destroy();
    await expect(waiting).rejects.toMatchObject({ code: 'QEMU_FAILED' });
    await expect(qmp.execute('three')).rejects.toMatchObject({ code: 'QEMU_FAILED' });
  });
});

describe('a machine that does not start', () => {
  let work: string;
  beforeEach(async () => {
    work = await mkdtemp(join(tmpdir(), 'lago-qemu-'));
  });
  afterEach(() => rm(work, { recursive: true }));

  const start = async (script: string, signal?: AbortSignal) => {
    const emulator = join(work, 'qemu');
    await writeFile(emulator, `#!/bin/sh\n${script}\n`);
    await chmod(emulator, 0o755);
    const machine = {
      name: 'x',
      emulator,
      arch: 'x86_64',
      acceleration: 'tcg',
      machine: 'pc',
      memory: 1,
      vcpus: 1,
    } as const;
    const files = { disk: '/d', bus: 'virtio', oemStrings: [], serialLog: '/s', network: true } as const;
    return Qemu.start({ ...machine, ...files }, { log: createLogger(), signal });
  };

  it('says what QEMU said', async () => {
    await expect(start('echo "qemu: no such machine" >&2; exit 1')).rejects.toMatchObject({
      code: 'QEMU_FAILED',
      message: expect.stringContaining('qemu: no such machine'),
    });
  });

  it('is an error when QEMU is silent about its port', async () => {
    const answers = `while read -r line; do id=\${line##*:}; echo "{\\"return\\": \\"nothing\\", \\"id\\": \${id%?}}"; done`;
    await expect(start(answers)).rejects.toThrow('does not tell the port');
  });

  it('ends with the signal', async () => {
    const controller = new AbortController();
    const started = start('echo started >&2; exec sleep 600', controller.signal);
    controller.abort();
    await expect(started).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
