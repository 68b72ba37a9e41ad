import { expect, test } from 'vitest';
import { openCatalogue } from '../../../src/environment/catalogue.ts';
import { resolveOptions } from '../../../src/environment/host-services.ts';
import { parseInitFile } from '../../../src/initfile/parse.ts';
import { Repositories } from '../../../src/templates/repositories.ts';
import { TemplateStore } from '../../../src/templates/store.ts';
import { disk, domain, MGMT } from '../../support/plan.ts';

const DISK = disk({ template_type: 'qcow2', path: 'vm0_root.qcow2', template_name: undefined });

test('a layer over a template needs a repository, and says so when it comes to it', async () => {
  const text = JSON.stringify({ domains: { vm0: domain(['mgmt'], { disks: [DISK] }) }, nets: { mgmt: MGMT } });
  const options = { repositories: new Repositories([]), isRepositoryGiven: false };
  const { services } = resolveOptions({ env: {}, stateDir: '/nowhere' });
  const initFile = parseInitFile(text, { file: '/work/LagoInitFile' });
  const catalogue = await openCatalogue(initFile, options, new TemplateStore('/nowhere'), services);
  expect(catalogue.wanted).toBe(false);
  await expect(catalogue.fetch('micro', 'v1')).rejects.toMatchObject({
    code: 'TEMPLATE_REPO_MISSING',
    message: 'an image lies over the template micro:v1, but no template repository is given',
    exitCode: 2,
  });
});
