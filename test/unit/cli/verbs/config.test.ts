import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withoutUrlSecrets } from '../../../../src/cli/config/url-secrets.ts';
import { type CallOptions, lago } from '../support.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lago-config-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

function file(text: string, name = 'lago.conf'): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

const hostPaths = () => ({
  stateDir: '/state',
  environmentsDir: '/state/environments',
  repositoriesDir: '/state/repos',
  leaseDir: '/state/subnets',
  storeDir: '/store',
  layersDir: '/store/layers',
  imagesDir: '/images',
});

const run = (argv: readonly string[], options: CallOptions = {}) => lago(argv, { ...options, sdk: { hostPaths } });

describe('lago config', () => {
  it('prints what counts', async () => {
    const conf = file('[lago]\nloglevel = error\nssh_password = top-secret\n[start]\ntimeout = 5m\n');
    const { code, out, err } = await run(['config'], { configFiles: [conf], env: { LAGO_LOGDEPTH: '1' } });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const lines = out.trimEnd().split('\n');
    expect(lines).toContain('lago.loglevel = error');
    expect(lines).toContain('lago.logdepth = 1');
    expect(lines).toContain('lago.libvirt_url = qemu:///system');
    expect(lines).toContain('lago.lease_dir = /state/subnets');
    expect(lines).toContain('lago.ssh_password = ***');
    expect(lines).toContain('start.timeout = 5m');
    expect(out).not.toContain('top-secret');
    expect(out).not.toContain('workdir_path');
  });

  it('prints addresses without what may be secret in them', async () => {
    const paths = 'https://bot:s3cret@127.0.0.1/r.json?token=TOK,/srv/a@b?c.json, http://127.0.0.1/plain.json';
    const { out } = await run(['config'], { env: { LAGO__INIT__TEMPLATE_REPO_PATH: paths } });
    const shown = 'https://***@127.0.0.1/r.json?***,/srv/a@b?c.json, http://127.0.0.1/plain.json';
    expect(out).toContain(`init.template_repo_path = ${shown}\n`);
  });

  it.each([
    ['https://u:p,w@127.0.0.1/x', 'https://***@127.0.0.1/x'],
    ['ssh://u:p@127.0.0.1', 'ssh://***@127.0.0.1'],
    ['https://token@127.0.0.1/x', 'https://***@127.0.0.1/x'],
    ['qemu+ssh://root@127.0.0.1/system?pkipath=/x', 'qemu+ssh://root@127.0.0.1/system?pkipath=/x'],
    ['/a,git+ssh://u:p,q@127.0.0.1/x,http://127.0.0.1/a@b', '/a,git+ssh://***@127.0.0.1/x,http://127.0.0.1/a@b'],
  ])('prints %s as %s', (address, shown) => {
    expect(withoutUrlSecrets(address)).toBe(shown);
  });

  it('tells where each comes from', async () => {
    const conf = file('[lago]\nloglevel = info\nlogdepth = 2\nlibvirt_username = u\n[init]\nstrict = yes\n');
    const env = { LAGO_LOGDEPTH: '1', LAGO__START__TIMEOUT: '9', LAGO_WORKDIR_PATH: '/exported', LAGO_OTHER: 'x' };
    const { out } = await run(['config', '--show-origin', '-w', '/here'], { configFiles: [conf], env });
    const lines = out.trimEnd().split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        `lago.loglevel = info (${conf}:2)`,
        'lago.logdepth = 1 (LAGO_LOGDEPTH)',
        'lago.workdir_path = /here (--workdir-path)',
        `lago.libvirt_user = u (${conf}:4)`,
        'lago.ssh_tries = 1 (default)',
        'init.template_repos = /state/repos (default)',
        `init.strict = yes (${conf}:6)`,
        'start.timeout = 9 (LAGO__START__TIMEOUT)',
      ]),
    );
    expect(out).not.toContain('exported');
    expect(out).not.toContain('other');
  });

  it('has the other formats, too', async () => {
    const conf = file('[ansible_hosts]\nkeys =\n  groups\n  vm-type\n');
    const options = { configFiles: [conf] };
    expect(JSON.parse((await run(['config', '-f', 'json'], options)).out)).toMatchObject({
      lago: { loglevel: 'info', out_format: 'json' },
      ansible_hosts: { keys: 'groups, vm-type' },
    });
    const origins = JSON.parse((await run(['config', '--show-origin', '-f', 'json'], options)).out);
    expect(origins.ansible_hosts.keys).toEqual({ value: 'groups, vm-type', origin: `${conf}:2` });
    expect((await run(['config', '-f', 'flat'], options)).out).toContain('\nlago/out_format: flat\n');
  });
});

describe('unknown settings', () => {
  it('are named with file and line, but those of unknown verbs are not ours', async () => {
    const conf = file('[lago]\nlog_level = debug\n[init]\ntemplate-store = /s\n[ovirt]\nx = y\n');
    const { code, err } = await run(['config'], { configFiles: [conf] });
    expect(code).toBe(0);
    expect(err).toBe(`warning: ${conf}:2: [lago] has no option log_level\n`);
  });
});

describe('lago generate-config', () => {
  const settings = async (conf: string) => {
    const { out } = await run(['config', '-f', 'json'], { configFiles: [conf] });
    return JSON.parse(out);
  };

  it('prints a file that changes nothing when it is read, lists included (Lago D43)', async () => {
    const conf = file(
      [
        '[lago]\nloglevel = error\nstate_dir = /x %(y)s %%\nplugins = ./a.js, b\nout_format = json\n',
        '[ansible_hosts]\nkeys = groups, vm-type\n[init]\nallow_host_path =\n  /a,b\n  /c\nstrict = yes\n',
      ].join(''),
    );
    for (const argv of [['generate-config'], ['generate', '--verbose']]) {
      const { code, out, err } = await run(argv, { configFiles: [conf] });
      expect({ code, err }).toEqual({ code: 0, err: '' });
      const copy = file(out, 'copy.conf');
      const [before, after] = [await settings(conf), await settings(copy)];
      expect(before.lago.plugins).toBe('./a.js, b');
      expect(after).toEqual({ ...before, lago: { ...before.lago, plugins: `${directory}/a.js, b` } });
    }
  });

  it('has sections, defaults and help', async () => {
    const { out } = await run(['generate-config']);
    expect(out).toMatch(/^# lago \d+\.\d+\.\d+, generated: \d{4}-\d\d-\d\dT/);
    expect(out).toContain(
      '\n[lago]\n# least important messages shown (debug, info, warning, error)\nloglevel = info\n',
    );
    expect(out).toContain(
      '\n[ansible_hosts]\n# keys of the init file that make groups\nkeys = vm-type, groups, vm-provider\n',
    );
    expect(out).not.toContain('[status]');
    expect(out).not.toContain('workdir_path');
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  it('has options without a value as comments with --verbose', async () => {
    const { out } = await run(['generate-config', '--verbose']);
    expect(out).toContain('\n#workdir_path =\n');
    expect(out).toMatch(/\[start\]\n# do not wait until SSH answers\n#no_wait =\n/);
  });

  it('leaves addresses with a password out, and keeps others', async () => {
    const of = (address: string) => run(['generate-config'], { env: { LAGO__INIT__TEMPLATE_REPO_PATH: address } });
    const { out } = await of('https://bot:s3cret@127.0.0.1/r.json');
    expect(out).not.toContain('s3cret');
    expect(out).toContain('# (set by LAGO__INIT__TEMPLATE_REPO_PATH; not shown)\n#template_repo_path =\n');
    expect((await of('https://127.0.0.1/r.json')).out).toContain('\ntemplate_repo_path = https://127.0.0.1/r.json\n');
  });

  it('leaves passwords out', async () => {
    const { out } = await run(['generate-config'], { env: { LAGO_SSH_PASSWORD: 'top-secret' } });
    expect(out).not.toContain('top-secret');
    expect(out).toContain('# (set by LAGO_SSH_PASSWORD; not shown)\n#ssh_password =\n');
  });
});
