import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runWorkflow } from './support/act.ts';
import { sandbox } from './support/job.ts';
import { expectNothingLeft } from './support/leftovers.ts';
import { serveTemplates } from './support/template-server.ts';

afterEach(expectNothingLeft);

describe('the cache', () => {
  it('gives a host without templates and layers what an earlier job fetched and built, while the repository is away', async () => {
    using box = sandbox('cached-template');
    // Another store: nothing in an entry depends on where it lies.
    const [first, second] = ['store', 'elsewhere/deeper/store'].map((name) => join(box.scratch, name));
    const vars = { STORE: first ?? '', TEMPLATES: '' };
    {
      await using server = await serveTemplates(['micro']);
      vars.TEMPLATES = server.url;
      const job = await runWorkflow(box, { vars });
      expect(job.code, job.log).toBe(0);
      expect(job.output).toMatch(/^cache-hit is false$/m);
      expect(job.output).toMatch(/^the machine was built$/m);
      expect(server.images).toBe(1);
    }
    expect(readdirSync(join(vars.STORE, 'transfer'))).toEqual([]);
    rmSync(vars.STORE, { recursive: true });
    vars.STORE = second ?? '';
    const job = await runWorkflow(box, { vars });
    expect(job.code, job.log).toBe(0);
    expect(job.output).toMatch(/^cache-hit is true$/m);
    expect(job.output).toMatch(/^the machine was built$/m);
    expect(readdirSync(join(vars.STORE, 'layers')).filter((name) => /^[0-9a-f]{64}$/.test(name))).toHaveLength(1);
  });
});
