import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { validateInitFile } from '../../../src/environment/preview.ts';
import { disk, domain, found, NAT, planOf, problemsOf, templates } from '../../support/plan.ts';

const file = (build: unknown, more = {}) => ({
  domains: { vm0: domain(['mgmt'], { disks: [disk({ build: [build], ...more })] }) },
  nets: { mgmt: NAT },
});
const metadata = (provision: string | undefined) => ({
  resolveTemplate: templates({ debian12: provision === undefined ? {} : { provision } }),
});
const BOOT = { boot: { run: 'true' } };

it.each(['smbios', 'cloud-init'])('boots for a build what is entered by %s', (provision) => {
  const [first] = found(planOf(file(BOOT), metadata(provision)).domains.get('vm0')).disks;
  expect(first?.build).toEqual([{ builder: 'boot', options: BOOT.boot }]);
});

it.each(['guestfs', undefined])('refuses when planning what nobody gets into: provision %s', (provision) => {
  const problems = problemsOf(file(BOOT), metadata(provision));
  expect(problems.map(({ code, path }) => [code, path.at(-1)])).toEqual([['BUILD_NO_WAY_IN', 'build']]);
  expect(problems[0]?.position.line).toBeGreaterThan(1);
  expect(() => planOf(file({ 'virt-customize': { update: '' } }), metadata(provision))).not.toThrow();
});

it('validates a boot into a template that it does not look up', async () => {
  const cwd = await mkdtemp(join(tmpdir(), 'lago-build-'));
  onTestFinished(() => rm(cwd, { recursive: true }));
  const guessed = JSON.stringify(file(BOOT));
  await writeFile(join(cwd, 'LagoInitFile'), guessed);
  expect(await validateInitFile({ cwd, env: {} })).toEqual({ warnings: [] });
  // What the init file says itself counts.
  await writeFile(join(cwd, 'LagoInitFile'), JSON.stringify(file(BOOT, { path: 'a.qcow2', type: 'file' })));
  await expect(validateInitFile({ cwd, env: {} })).rejects.toThrow('boot');
});

it('puts the prefix into paths, and leaves commands as they are', () => {
  const boot = { run: ['echo $LAGO_PREFIX_PATH'], copy: [{ from: '$LAGO_PREFIX_PATH/a', to: '/a' }] };
  const [first] = found(planOf(file({ boot })).domains.get('vm0')).disks;
  expect(first?.build[0]?.options).toEqual({ run: boot.run, copy: [{ from: '/work/.lago/default/a', to: '/a' }] });
});

it('refuses when planning options of virt-customize that cannot be used, each at its place', () => {
  const text = `domains:
  web:
    memory: 512
    nics: [{net: mgmt}]
    disks:
      - name: root
        type: template
        template_name: debian12
        dev: vda
        format: qcow2
        build:
          -
          - virt_customize: {update: 1, hostname: '', install: vim}
          - {}
          - virt-customize:
              nosuchopt: 1
              edit: /etc/x:s/a/b/
nets: {mgmt: {dhcp: {start: 2, end: 9}}}
`;
  const found = problemsOf(text).map(({ code, path, position }) => [
    `${position.line}:${position.column}`,
    code,
    ...path.slice(5),
  ]);
  expect(found).toEqual([
    ['13:38', 'BUILD_OPTION_REFUSED', 1, 'virt_customize', 'update'],
    ['13:51', 'BUILD_OPTION_REFUSED', 1, 'virt_customize', 'hostname'],
    ['16:26', 'BUILD_OPTION_REFUSED', 3, 'virt-customize', 'nosuchopt'],
    ['17:21', 'BUILD_OPTION_REFUSED', 3, 'virt-customize', 'edit'],
  ]);
  expect(problemsOf(text)[3]).toMatchObject({
    message: 'the option "edit" of virt-customize cannot be used in `build`',
    hint: 'it can reach the host: allow it with `allow-host-paths: /` if you trust the init file',
  });
  const trusted = problemsOf(text, { allowedPaths: ['/'] }).map(({ path }) => path.at(-1));
  expect(trusted).toEqual(['update', 'hostname', 'nosuchopt']);
});
