import { commonOptions } from '../context.ts';
import { minute, printTable, short } from '../table.ts';
import { defineVerb } from '../verb.ts';

export const layersList = defineVerb({
  name: 'layers list',
  summary: 'List the layers that builds have made, the one used last first',
  options: {},
  example: 'layers list',
  notes: [
    '`used by` has the uuids of environments whose disks lie over a layer. `layers show` takes keys as they are here.',
    'Other formats (-f) have whole keys and uuids, and sizes in bytes.',
  ].join('\n'),
  async run(call) {
    const layers = await call.sdk.listLayers(commonOptions(call));
    printTable(
      call,
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
      {
        empty: 'no layer is in the store',
        row: ({ key, base, steps, size, created, last_used, used_by }) => ({
          key: short(key),
          template: base,
          steps: `${steps}`,
          size: call.sdk.formatSize(size),
          built: minute(new Date(created)),
          'last used': minute(new Date(last_used)),
          'used by': used_by.split(', ').map(short).join(', '),
        }),
      },
    );
    return 0;
  },
});
