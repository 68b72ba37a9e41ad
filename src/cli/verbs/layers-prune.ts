import { commonOptions, defined } from '../context.ts';
import { bytes, flag, seconds } from '../options.ts';
import { minute, printTable, short } from '../table.ts';
import { defineVerb } from '../verb.ts';

export const layersPrune = defineVerb({
  name: 'layers prune',
  summary: 'Remove layers that no environment uses, those used longest ago first',
  options: {
    olderThan: seconds('--older-than <time>', 'those that were not used for this long (for example 30d)'),
    maxSize: bytes('--max-size <size>', 'until the rest is no bigger than this (for example 20GiB)'),
    unused: flag('--unused', 'all that no disk lies over'),
    dryRun: flag('--dry-run', 'remove nothing, tell what would go'),
  },
  example: 'layers prune --older-than 30d --max-size 20GiB',
  notes: [
    'What disks of environments and snapshots lie over stays, and what a run is building or about to use.',
    'What builds left that were killed goes in any case.',
  ].join('\n'),
  async run(call) {
    const { log, options, sdk } = call;
    const { olderThan, maxSize, unused, dryRun } = options;
    const { removed, kept, swept, freed, left } = await sdk.pruneLayers({
      ...commonOptions(call),
      ...defined({ olderThan, maxSize }),
      unused,
      dryRun,
    });
    if (olderThan === undefined && maxSize === undefined && !unused) {
      log.info('nothing says what is to go: give --older-than, --max-size or --unused');
    }
    for (const { key, reason } of kept) log.info(`${key.slice(0, 12)} stays: ${reason}`);
    for (const key of swept) log.info(`removed what a killed build of ${key.slice(0, 12)} had left`);
    log.info(
      `${dryRun ? 'would free' : 'freed'} ${sdk.formatSize(freed)}; layers ${dryRun ? 'would take' : 'take'} ${sdk.formatSize(left)}`,
    );
    printTable(
      call,
      'key',
      removed.map(({ key, base, size, lastUsed }) => ({ key, base, size, last_used: lastUsed.toISOString() })),
      {
        row: ({ key, base, size, last_used }) => ({
          [dryRun ? 'would remove' : 'removed']: short(key),
          template: base,
          size: sdk.formatSize(size),
          'last used': minute(new Date(last_used)),
        }),
      },
    );
    return 0;
  },
});
