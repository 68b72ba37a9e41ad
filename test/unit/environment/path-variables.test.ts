// biome-ignore-all lint/suspicious/noTemplateCurlyInString: such references are what is tested
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pathVariables } from '../../../src/environment/path-variables.ts';
import { loadPlan, savePlan } from '../../../src/environment/plan-store.ts';
import { disk, domain, found, MGMT, PREFIX, planOf } from '../../support/plan.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lago-plan-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const file = { name: 'f', type: 'file', dev: 'vdb', format: 'raw' };
const build = [
  {
    'virt-customize': {
      upload: '$LAGO_PREFIX_PATH/a:/a',
      run: ['${LAGO_WORKDIR_PATH}/b.sh', '$LAGO_INITFILE_PATH/c.sh'],
      memsize: 512,
    },
  },
];

describe('variables that name places of the environment', () => {
  const plan = planOf({
    domains: { web: domain(['mgmt'], { disks: [disk({ build }), { ...file, path: '${LAGO_WORKDIR_PATH}/f.raw' }] }) },
    nets: { mgmt: MGMT },
  });

  it('are expanded in paths of disks and in options of builders', () => {
    const [root, data] = found(plan.domains.get('web')).disks;
    expect(found(data).source).toMatchObject({ file: '/work/.lago/f.raw' });
    expect(found(root).build).toEqual([
      {
        builder: 'virt-customize',
        options: { upload: `${PREFIX}/a:/a`, run: ['/work/.lago/b.sh', '/work/c.sh'], memsize: 512 },
      },
    ]);
  });

  it('are known to later verbs', async () => {
    await savePlan(join(directory, 'plan.json'), plan);
    expect(pathVariables(await loadPlan(join(directory, 'plan.json')))).toEqual({
      LAGO_INITFILE_PATH: '/work',
      LAGO_PREFIX_PATH: PREFIX,
      LAGO_WORKDIR_PATH: '/work/.lago',
    });
  });

  it('lack one in environments that were made before it was kept', async () => {
    const { initFileDir: _unknown, ...older } = plan;
    await savePlan(join(directory, 'plan.json'), older);
    expect(pathVariables(await loadPlan(join(directory, 'plan.json'))).LAGO_INITFILE_PATH).toBeUndefined();
  });
});
