import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { microFile, type Sandbox, sandbox, testTemplates } from '../../support/sandbox.ts';
import { lago, output } from './support.ts';

const SECRET = 'no-word-of-any-log';
const { name: REPOSITORY } = JSON.parse(readFileSync(testTemplates(), 'utf8'));

let box: Sandbox;
let cwd: string;

/** The file in the home directory, which is the workspace here. */
function configure(text: string): string {
  const file = join(cwd, '.config/lago/lago.conf');
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

beforeAll(async () => {
  box = sandbox();
  cwd = box.common.cwd;
  const own = { 'root-password': `${SECRET}-of-the-file` };
  const file = JSON.parse(microFile(['vm0']));
  const { domains } = JSON.parse(microFile(['vm1'], own));
  box.write('LagoInitFile', JSON.stringify({ ...file, domains: { ...file.domains, ...domains } }));
});
afterAll(() => {
  expect(box.leftovers()).toEqual([]);
  box.remove();
});

describe('a configuration file', () => {
  let err = '';

  it('gives machines what they have by default, kept from `init` on (Lago D27)', async () => {
    await lago(box, ['destroy', '--yes']);
    configure(
      `[lago]\nroot_password = ${SECRET}\nlogdepth = -1\nloglevel = debug\n[init]\ntemplate_repos = ${dirname(testTemplates())}\n`,
    );
    // The configured path of a repository does not shadow the name (Lago D26).
    const env = { LAGO__INIT__TEMPLATE_REPO_PATH: '/no/such/repository.json' };
    const result = await lago(box, ['init', '--template-repo-name', REPOSITORY], { env });
    expect(result).toMatchObject({ code: 0, out: '' });
    err = result.err;
    configure('[lago]\nroot_password = another-one\n[start]\nno_wait = yes\n');
    const status = JSON.parse(await output(box, ['status', '-f', 'json']));
    expect(status.Prefix.VMs.vm0['root password']).toBe(SECRET);
    expect(status.Prefix.VMs.vm1['root password']).toBe(`${SECRET}-of-the-file`);
  });

  it('sets how much is shown, and passwords are not (Lago D44)', () => {
    expect(err).toContain('qemu-img');
    const log = readFileSync(join(cwd, '.lago/default/logs/lago.log'), 'utf8');
    expect(log).toContain('qemu-img');
    expect(err).not.toContain(SECRET);
    expect(log).not.toContain(SECRET);
  });

  it('has options of verbs, which flags change', async () => {
    const origin = await output(box, ['config', '--show-origin']);
    expect(origin).toContain(`\nstart.no_wait = yes (${join(cwd, '.config/lago/lago.conf')}:4)\n`);
    const { code, err: text } = await lago(box, ['start', 'vm0', '--logdepth', '1']);
    expect({ code, text }).toMatchObject({ code: 0, text: expect.not.stringContaining('Wait for SSH') });
    expect(text).toMatch(/^@ Start environment:\n/);
    expect(text).not.toContain('  #');
  });

  it('completes the names of machines and prefixes', async () => {
    expect(await output(box, ['__complete', 'bash', '', 'lago', 'shell'])).toBe('vm0\nvm1\n');
    expect(await output(box, ['__complete', 'bash', 'd', 'lago', '-P'])).toBe('default\n');
  });

  it('does not keep the environment from being removed', async () => {
    const { code, err: text } = await lago(box, ['destroy', '--yes']);
    expect(code).toBe(0);
    expect(text).toContain('Stop prefix');
  });
});

describe('credentials for libvirt (Lago D27)', () => {
  /** What the doctor says of a connection that asks, answered by libvirt's own test driver. */
  async function connect(password: string): Promise<{ status: string; detail: string; fix?: string }> {
    const node = box.write('node.xml', '<node><auth><user password="open sesame">lago</user></auth></node>');
    const env = { LAGO_LIBVIRT_USERNAME: 'lago', LAGO_LIBVIRT_PASSWORD: password };
    const { out } = await lago(box, ['doctor', '-f', 'json', '--libvirt_url', `test://${node}`], { env });
    const checks: { name: string; status: string; detail: string }[] = JSON.parse(out);
    return checks.find(({ name }) => name === 'libvirt') ?? { status: 'missing', detail: out };
  }

  it('open a connection that asks for them', async () => {
    expect(await connect('open sesame')).toMatchObject({ status: 'ok' });
  });

  it('are named when they are refused', async () => {
    const { status, detail, fix } = await connect('wrong');
    expect(status).toBe('error');
    expect(detail).toContain('authentication failed');
    expect(fix).toContain('It refused lago: check libvirt_username and libvirt_password.');
  });
});
