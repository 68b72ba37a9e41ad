import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Interrupt } from '../../../../src/cli/io.ts';
import { InitFileError, newInitFile, validateInitFile } from '../../../../src/index.ts';
import { parseInitFile } from '../../../../src/initfile/parse.ts';
import { starterText } from '../../../../src/initfile/starter.ts';
import fc from '../../../support/fast-check.ts';
import { schemaErrorsOf } from '../../../support/init-files.ts';
import { type CallOptions, lago, Sink } from '../support.ts';

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lago-new-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const run = (argv: readonly string[], options: CallOptions = {}) =>
  lago(['new', ...argv], {
    sdk: { newInitFile },
    cwd,
    env: { LAGO_STATE_DIR: join(cwd, 'state') },
    ...options,
  });
const read = (name = 'LagoInitFile') => readFileSync(join(cwd, name), 'utf8');
const parse = (name?: string) => parseInitFile(read(name), { file: join(cwd, 'LagoInitFile'), strict: true });

/** What `lago validate --strict` and the schema have against a file. */
async function complaints(name = 'LagoInitFile') {
  const { warnings } = await validateInitFile({ cwd, initFile: name, strict: true, allowHostPaths: ['/'], env: {} });
  return [...warnings, ...schemaErrorsOf(read(name))];
}

describe('lago new', () => {
  it('writes a file that is right, with comments, and says what to do next', async () => {
    const { code, out, err } = await run([]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('wrote LagoInitFile\n');
    expect(out).toContain('  lago plan\n  lago init\n  lago start\n');
    expect(read()).toContain('template_name: debian12 # built in');
    expect(out).toContain('  lago shell vm0\n');
    expect(await complaints()).toEqual([]);
    expect(read().match(/#/g)?.length).toBeGreaterThan(5);
    expect([...parse().domains.keys()]).toEqual(['vm0']);
  });

  it('has what the flags say', async () => {
    const sizes = ['--memory', '2GiB', '--vcpu', '4', '--disk', '10G', '--disk', '512M'];
    const names = ['--vms', 'web,db', '--template', 'el9', '--net', 'lan', '--net', 'data'];
    const { out } = await run([...names, ...sizes, 'env.yaml']);
    expect(out).toContain('  lago init --template-repo-path REPOSITORY env.yaml\n');
    expect(read('env.yaml')).toContain('template_name: el9 # in the repository given by --template-repo-path');
    expect(await complaints('env.yaml')).toEqual([]);
    const { domains, nets } = parse('env.yaml');
    expect([...nets].map(([name, { management }]) => [name, management])).toEqual([
      ['lan', true],
      ['data', undefined],
    ]);
    expect([...domains.keys()]).toEqual(['web', 'db']);
    for (const domain of domains.values()) {
      expect(domain).toMatchObject({
        memory: 2048,
        vcpu: 4,
        nics: [{ net: 'lan' }, { net: 'data' }],
        disks: [{ templateName: 'el9' }, { size: 10 * 2 ** 30, dev: 'vdb' }, { size: 2 ** 29, dev: 'vdc' }],
      });
    }
  });

  it('counts machines', async () => {
    await run(['--vms', '3']);
    expect([...parse().domains.keys()]).toEqual(['vm0', 'vm1', 'vm2']);
    expect((await run(['--vms', '0', 'other'])).code).toBe(2);
  });

  it('takes images, in the format that they have', async () => {
    mkdirSync(join(cwd, 'images'));
    writeFileSync(join(cwd, 'images/a.img'), 'raw');
    await run(['--image', 'images/a.img', '--provision', 'cloud-init', 'raw']);
    await run(['--image', '/srv/images/later.img', 'later']);
    expect(await complaints('raw')).toEqual([]);
    expect(await complaints('later')).toEqual([]);
    expect(parse('raw').domains.get('vm0')?.disks).toMatchObject([
      { type: 'file', format: 'raw', path: 'images/a.img', metadata: { provision: 'cloud-init' } },
    ]);
    expect(parse('later').domains.get('vm0')?.disks).toMatchObject([{ type: 'template', templateType: 'qcow2' }]);
    expect((await run(['--image', '/srv/images/later.img', 'again'])).out).toContain(
      '  lago init --allow-host-path /srv/images again\n',
    );
  });

  it.each([
    ['a name that is none', ['--vms', 'a/b'], '--vms: '],
    ['a name twice', ['--vms', 'a,b,a'], '--vms: "a" is there twice'],
    ['a network that is none', ['--net', 'a/b'], '--net: '],
    ['a network twice', ['--net', 'a', '--net', 'a'], '--net: "a" is there twice'],
    ['memory in words', ['--memory', 'lots', '--vms', '2'], '--memory: expected '],
    ['no processors', ['--vcpu', '0'], '--vcpu: '],
    ['a disk of no size', ['--disk', 'big'], '--disk: '],
    ['more disks than letters', Array.from({ length: 30 }, () => ['--disk', '1G']).flat(), '--disk: '],
    ['a way in for a template', ['--provision', 'smbios'], '`provision` is for images'],
    ['a template and an image', ['--image', 'a.qcow2', '--template', 't'], 'a template and an image'],
    ['a CD-ROM to boot from', ['--image', 'a.iso'], '--image: a.iso is an image of a CD-ROM'],
  ])('refuses %s, and writes nothing', async (_, argv, message) => {
    const { code, out, err } = await run(argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`no init file can be made from these options: ${message}`);
    expect(err).toContain('[NEW_OPTION_INVALID]');
    expect(existsSync(join(cwd, 'LagoInitFile'))).toBe(false);
  });

  it('takes ways in that there are only', async () => {
    const { code, err } = await run(['--image', 'a.qcow2', '--provision', 'magic']);
    expect(code).toBe(2);
    expect(err).toContain('--provision: "magic" is not possible: expected one of smbios, cloud-init, guestfs');
  });

  it('writes over nothing, unless it is told to', async () => {
    writeFileSync(join(cwd, 'LagoInitFile'), 'mine');
    symlinkSync(join(cwd, 'nowhere'), join(cwd, 'link'));
    for (const name of ['LagoInitFile', 'link']) {
      const { code, err } = await run([name]);
      expect(code).toBe(2);
      expect(err).toContain('[INIT_FILE_EXISTS]');
      expect(err).toContain('--force');
    }
    expect(read()).toBe('mine');
    expect(existsSync(join(cwd, 'nowhere'))).toBe(false);
    expect((await run(['--force'])).code).toBe(0);
    expect(await complaints()).toEqual([]);
  });

  it.each([[[]], [['--force']]])('takes no directory for the file %j', async (options) => {
    const { code, err } = await run(['.', ...options]);
    expect(code).toBe(2);
    expect(err).toContain(`cannot write the init file ${cwd}: it is a directory [INIT_FILE_IS_DIRECTORY]`);
  });

  it('says why it cannot write', async () => {
    expect((await run(['nowhere/LagoInitFile'])).err).toContain('[FILE_FAILED]');
  });
});

describe('lago new at a terminal', () => {
  it('asks, and takes what is left empty as the default', async () => {
    const { code, err } = await run([], { typed: 'web db\nimages/cloud.qcow2\n\n2GiB\n\n' });
    expect(code).toBe(0);
    expect(err).toMatch(/\[vm0].*\[debian12].*\[cloud-init].*\[1024].*\[lago]/);
    expect(await complaints()).toEqual([]);
    expect(parse().domains.get('db')).toMatchObject({
      memory: 2048,
      nics: [{ net: 'lago' }],
      disks: [{ path: 'images/cloud.qcow2', metadata: { provision: 'cloud-init' } }],
    });
  });

  it('does not ask what the flags say', async () => {
    const { err } = await run(['--template', 'micro'], { typed: '' });
    expect(err).toBe('');
    expect(parse().domains.get('vm0')?.disks).toMatchObject([{ templateName: 'micro' }]);
  });

  it('writes nothing when the answers end, or when it is interrupted', async () => {
    expect((await run([], { typed: 'web\n' })).code).toBe(2);
    const abort = new AbortController();
    class Impatient extends Sink {
      override _write(chunk: string | Buffer, encoding: string, done: () => void): void {
        super._write(chunk, encoding, done);
        if (this.text.includes('boot')) abort.abort(new Interrupt('SIGINT'));
      }
    }
    expect((await run([], { typed: 'web\n', stderr: new Impatient(), signal: abort.signal })).code).toBe(130);
    expect(existsSync(join(cwd, 'LagoInitFile'))).toBe(false);
  });
});

/** What JSON allows in a text and YAML does not in a file. */
const ODD_NAMES = ['\x7f', '\u0085', '\ufffe'];
const SAMPLE = {
  vms: ['web'],
  nets: ['lan'],
  system: { kind: 'template' as const, name: 'debian12' },
  memory: '64',
  vcpu: '1',
  disks: ['1GiB'],
};

it('whatever the options, the text is a right file or has places to point at', () => {
  const word = fc.oneof(
    fc.string({ maxLength: 12, unit: 'binary' }),
    fc.constantFrom('yes', 'null', '010', '1.10', '#', ': ', '- a', '*a', '2GiB', 'web', "'", '{'),
  );
  const words = fc.array(word, { minLength: 1, maxLength: 3 });
  const system = fc.oneof(
    fc.record({ kind: fc.constant('template' as const), name: word }),
    fc.record({
      kind: fc.constant('image' as const),
      path: word,
      format: fc.constantFrom('qcow2', 'raw'),
      provision: word,
    }),
  );
  const options = fc.record({ vms: words, nets: words, system, memory: word, vcpu: word, disks: words });
  fc.assert(
    fc.property(options, (given) => {
      try {
        const { domains, nets } = parseInitFile(starterText(given), { file: '/work/x', strict: true });
        expect([...domains.keys()]).toEqual(given.vms);
        expect([...nets.keys()]).toEqual(given.nets);
        const first = domains.get(given.vms[0] ?? '')?.disks[0];
        expect(first).toMatchObject(
          given.system.kind === 'template' ? { templateName: given.system.name } : { path: given.system.path },
        );
      } catch (error) {
        if (!(error instanceof InitFileError)) throw error;
        expect(error.problems.filter(({ code }) => code === 'SYNTAX')).toEqual([]);
      }
    }),
    {
      numRuns: 500,
      examples: ODD_NAMES.map((odd): [typeof SAMPLE] => [
        { ...SAMPLE, vms: [odd], system: { kind: 'template', name: odd } },
      ]),
    },
  );
});
