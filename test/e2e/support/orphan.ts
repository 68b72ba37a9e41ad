import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { init } from '../../../src/index.ts';
import type { Sandbox } from './job.ts';
import { TEMPLATES } from './setting.ts';

/**
 * Leaves an environment with a running machine whose owner is gone, as a runner does whose disk was cleaned.
 *
 * @returns its uuid
 */
export async function abandonEnvironment(box: Sandbox): Promise<string> {
  const workdir = join(box.scratch, 'abandoned');
  const env = await init({
    initFile: join(box.repository, 'init-files', 'one-vm.yml'),
    workdir,
    templateRepos: [TEMPLATES],
    cwd: box.repository,
  });
  await env.start({ wait: false });
  await env.close();
  rmSync(workdir, { recursive: true });
  return env.uuid;
}
