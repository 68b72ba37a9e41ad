import { commonOptions } from '../context.ts';
import { defineVerb } from '../verb.ts';

export const layersList = defineVerb({
  name: 'layers list',
  summary: 'List the layers that builds have made, the one used last first',
  options: {},
  example: 'layers list',
  notes: 'Sizes are bytes on the disk; `used_by` has the uuids of environments whose disks lie over a layer.',
  async run(call) {
    const layers = await call.sdk.listLayers(commonOptions(call));
    call.printRecords(
      'key',
      layers.map(({ key, base, steps, size, created, lastUsed, usedBy }) => ({
        key,
        base,
        steps: steps.length,
        size,
        created: created.toISOString(),
        last_used: lastUsed.toISOString(),
        used_by: usedBy.join(', '),
      })),
    );
    return 0;
  },
});
