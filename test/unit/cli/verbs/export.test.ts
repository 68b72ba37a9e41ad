import { describe, expect, it } from 'vitest';
import type { CliEnvironment } from '../../../../src/cli/sdk.ts';
import { FakeEnvironment, fakeVm, lago } from '../support.ts';

type Options = Parameters<CliEnvironment['exportVms']>[0];

async function run(...argv: string[]) {
  const env = new FakeEnvironment(fakeVm('vm0'));
  let asked: Options;
  env.exportVms = async ({ signal: _signal, ...options } = {}) => {
    asked = options;
    return options.collectOnly
      ? { vms: { vm0: ['/a', '/b'] } }
      : { vms: { vm0: ['/x/a'] }, initFile: '/x/LagoInitFile' };
  };
  return { ...(await lago(argv, { sdk: { loadEnv: async () => env }, cwd: '/work' })), asked, env };
}

describe('lago export', () => {
  it('exports all machines to the current directory, layered, as YAML', async () => {
    const { code, out, err, asked, env } = await run('export');
    const [standalone, compress, collectOnly, parallel] = [false, false, false, true];
    expect(asked).toEqual({ standalone, compress, directory: '/work', format: 'yaml', collectOnly, parallel });
    expect({ code, out, closed: env.closed }).toEqual({ code: 0, out: '', closed: 1 });
    expect(err).toContain('`lago init /x/LagoInitFile` makes it anew (with the same template repositories)\n');
  });

  it('needs no repositories any more when templates are merged', async () => {
    expect((await run('export', '--standalone')).err).toContain('`lago init /x/LagoInitFile` makes it anew\n');
  });

  it('takes the options of Lago', async () => {
    const { asked } = await run(
      ...[
        '-f',
        'json',
        'export',
        '-n',
        'vm0',
        'vm1',
        '-s',
        '-c',
        '-d',
        'out',
        '--init-file-name',
        'X',
        '--without-threads',
      ],
    );
    expect(asked).toEqual({
      vms: ['vm0', 'vm1'],
      standalone: true,
      compress: 'xz',
      directory: '/work/out',
      initFileName: 'X',
      format: 'json',
      collectOnly: false,
      parallel: false,
    });
  });

  it.each([
    [['--compression', 'zstd'], 'zstd'],
    [['-c', '--compression', 'zstd'], 'zstd'],
    [['--compression', 'xz'], 'xz'],
  ])('%j', async (argv, compress) => {
    expect((await run('export', ...argv)).asked).toMatchObject({ compress });
  });

  it('prints the images that there are to export, in the format asked for', async () => {
    const { out } = await run('-f', 'json', 'export', '--collect-only');
    expect(JSON.parse(out)).toEqual({ vm0: ['/a', '/b'] });
    expect((await run('export', '--collect-only')).out).toBe('vm0: \n    /a\n    /b\n');
  });

  it('refuses other compressors', async () => {
    const { code, err, asked } = await run('export', '--compression', 'rar');
    expect({ code, asked }).toEqual({ code: 2, asked: undefined });
    expect(err).toContain('xz, zstd');
  });
});
