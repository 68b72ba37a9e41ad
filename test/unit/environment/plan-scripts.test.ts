import { describe, expect, it } from 'vitest';
import type { PlanContext } from '../../../src/environment/plan-context.ts';
import { disk, domain, found, NAT, PREFIX, planOf, problemsOf } from '../../support/plan.ts';

const fileWith = (...scripts: readonly unknown[]) => ({
  domains: Object.fromEntries(
    scripts.map((list, index) => [`vm${index}`, domain(['mgmt'], { metadata: { 'deploy-scripts': list, mine: 1 } })]),
  ),
  nets: { mgmt: NAT },
});
/** Planned as by `init` in /work/here, of the init file /work/LagoInitFile. */
const among = (...files: readonly string[]): Partial<PlanContext> => ({
  cwd: '/work/here',
  isFile: (path) => files.includes(path),
});

describe('deploy scripts', () => {
  it('are looked for in the current directory, as in Lago, then beside the init file', () => {
    const files = among('/work/here/a.sh', '/work/a.sh', '/work/sub/b.sh', `/work/.lago/c.sh`);
    const list = ['a.sh', 'sub/b.sh', '$LAGO_PREFIX_PATH/../c.sh', '/work/a.sh'];
    const { deployScripts } = found(planOf(fileWith(list), files).domains.get('vm0'));
    expect(deployScripts?.map(({ source }) => source)).toEqual([
      '/work/here/a.sh',
      '/work/sub/b.sh',
      '/work/.lago/c.sh',
      '/work/a.sh',
    ]);
  });

  it('are copied under flattened names, one file for each script, and named so in the saved spec', () => {
    const { domains } = planOf(fileWith(['x/y.sh', 'x_y.sh', 'x/y.sh'], 'x/y.sh'), { cwd: '/work' });
    const names = ['vm0', 'vm1'].map((name) => found(domains.get(name)).deployScripts?.map(({ file }) => file));
    expect(names).toEqual([
      [`${PREFIX}/scripts/x_y.sh`, `${PREFIX}/scripts/x_y.sh.2`, `${PREFIX}/scripts/x_y.sh`],
      [`${PREFIX}/scripts/x_y.sh`],
    ]);
    expect(found(domains.get('vm1')).spec.metadata).toEqual({
      'deploy-scripts': ['$LAGO_PREFIX_PATH/scripts/x_y.sh'],
      mine: 1,
    });
  });

  it('that do not exist are errors with their place, before anything is made', () => {
    const [problem, ...others] = problemsOf(fileWith(['a.sh', 'b.sh']), among('/work/a.sh'));
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      code: 'DEPLOY_SCRIPT_MISSING',
      path: ['domains', 'vm0', 'metadata', 'deploy-scripts', 1],
      message: 'the deploy script b.sh does not exist: there is no file /work/here/b.sh or /work/b.sh',
    });
    expect(problem?.position.line).toBeGreaterThan(1);
  });

  it.each([
    '/etc/shadow',
    '../../etc/shadow',
    '$LAGO_PREFIX_PATH/../../../etc/shadow',
  ])('outside of what init files may use are refused, whether they are there or not: %s', (script) => {
    for (const files of [among(), among('/etc/shadow')]) {
      expect(problemsOf(fileWith([script]), files).map(({ code }) => code)).toEqual(['PATH_NOT_ALLOWED']);
    }
  });

  it('have names that a file system takes', () => {
    const { domains } = planOf(fileWith([`${'d/'.repeat(300)}x.sh`, '.']), { cwd: '/work' });
    const names = found(domains.get('vm0')).deployScripts?.map(({ file }) => file.slice(`${PREFIX}/scripts/`.length));
    expect(names).toEqual([expect.stringMatching(/^[d_]{100,250}x\.sh$/), '..1']);
  });

  it('are none where there is no list', () => {
    const file = { domains: { vm: domain(['mgmt'], { disks: [disk()] }) }, nets: { mgmt: NAT } };
    expect(found(planOf(file).domains.get('vm')).deployScripts).toBeUndefined();
  });
});

describe('service providers', () => {
  const of = (keys: Readonly<Record<string, unknown>>) => ({
    domains: { vm: domain(['mgmt'], keys) },
    nets: { mgmt: NAT },
  });
  const known = { serviceProviderNames: ['systemd', 'mine'] };

  it('may come from plugins', () => {
    expect(found(planOf(of({ service_provider: 'mine' }), known).domains.get('vm')).serviceProvider).toBe('mine');
  });

  it.each(['service_provider', 'service_class'])('that do not exist are found out, with a warning: %s', (key) => {
    const { domains, warnings } = planOf(of({ [key]: 'upstart' }), known);
    expect(found(domains.get('vm')).serviceProvider).toBeUndefined();
    expect(warnings).toMatchObject([{ code: 'UNKNOWN_SERVICE_PROVIDER', path: ['domains', 'vm', key] }]);
  });
});
