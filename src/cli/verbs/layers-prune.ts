import { commonOptions, defined } from '../context.ts';
import { bytes, flag, seconds } from '../options.ts';
import { defineVerb } from '../verb.ts';

export const layersPrune = defineVerb({
  name: 'layers prune',
  summary: 'Remove layers that no environment uses, those used longest ago first',
  options: {
    olderThan: seconds('--older-than <time>', 'those that were not used for this long (for example 30d)'),
    maxSize: bytes('--max-size <size>', 'until the rest is no bigger than this (for example 20GiB)'),
    all: flag('--all', 'all that no environment uses'),
    dryRun: flag('--dry-run', 'remove nothing, tell what would go'),
  },
  example: 'layers prune --older-than 30d --max-size 20GiB',
  notes: [
    'What disks of environments and snapshots lie over stays, and what a run is building or about to use.',
    'What builds left that were killed goes in any case.',
  ].join('\n'),
  async run(call) {
    const { log, options, sdk } = call;
    const { olderThan, maxSize, all, dryRun } = options;
    const { removed, kept, swept, freed, left } = await sdk.pruneLayers({
      ...commonOptions(call),
      ...defined({ olderThan, maxSize }),
      all,
      dryRun,
    });
    for (const { key, reason } of kept) log.info(`${key.slice(0, 12)} stays: ${reason}`);
    for (const key of swept) log.info(`removed what a killed build of ${key.slice(0, 12)} had left`);
    log.info(`${dryRun ? 'would free' : 'freed'} ${freed} bytes; layers take ${left}`);
    call.printRecords(
      'key',
      removed.map(({ key, base, size, lastUsed }) => ({ key, base, size, last_used: lastUsed.toISOString() })),
    );
    return 0;
  },
});
