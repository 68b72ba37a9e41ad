import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runWorkflow } from './support/act.ts';
import { sandbox } from './support/job.ts';
import { expectNothingLeft } from './support/leftovers.ts';
import { serveTemplates } from './support/template-server.ts';

afterEach(expectNothingLeft);

describe('the template cache', () => {
  it('gives a host without templates what an earlier job fetched, while the repository is away', async () => {
    using box = sandbox('cached-template');
    const store = join(box.scratch, 'store');
    const vars = { STORE: store, TEMPLATES: '' };
    {
      await using server = await serveTemplates(['micro']);
      vars.TEMPLATES = server.url;
      const first = await runWorkflow(box, { vars });
      expect(first.code, first.log).toBe(0);
      expect(first.output).toMatch(/^cache-hit is false$/m);
      expect(server.images).toBe(1);
    }
    rmSync(store, { recursive: true });
    const second = await runWorkflow(box, { vars });
    expect(second.code, second.log).toBe(0);
    expect(second.output).toMatch(/^cache-hit is true$/m);
  });
});
