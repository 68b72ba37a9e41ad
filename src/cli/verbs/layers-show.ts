import { commonOptions } from '../context.ts';
import { defineVerb } from '../verb.ts';

export const layersShow = defineVerb({
  name: 'layers show',
  summary: 'Show what layers were made of, step by step',
  arguments: [{ syntax: '<KEY...>', description: 'keys of layers, or their beginnings' }],
  options: {},
  example: 'layers show 3f1c2a',
  notes: 'Commands, texts and passwords of steps are not kept, and so not shown.',
  async run(call) {
    const layers = await call.sdk.listLayers({ ...commonOptions(call), keys: call.args });
    call.printRecords(
      'key',
      layers.map(({ key, base, arch, steps, path, size, sha256, secret, created, buildMs, lastUsed, usedBy }) => ({
        ...{ key, base, arch, path, size, sha256, secret },
        steps: steps.map(({ key: ofStep, builder, summary }) => ({ builder, summary, key: ofStep })),
        created: created.toISOString(),
        build_seconds: buildMs / 1000,
        last_used: lastUsed.toISOString(),
        used_by: [...usedBy],
      })),
    );
    return 0;
  },
});
