import { commonOptions, defined } from '../context.ts';
import { bytes, flag, seconds } from '../options.ts';
import { minute, printTable } from '../table.ts';
import { defineVerb } from '../verb.ts';

export const templatesPrune = defineVerb({
  name: 'templates prune',
  summary: 'Remove templates from the store that nothing uses, those used longest ago first',
  options: {
    olderThan: seconds('--older-than <time>', 'those that were not used for this long (for example 30d)'),
    maxSize: bytes('--max-size <size>', 'until the rest is no bigger than this (for example 20GiB)'),
    unused: flag('--unused', 'all that no disk lies over'),
    dryRun: flag('--dry-run', 'remove nothing, tell what would go'),
  },
  example: 'templates prune --older-than 30d --max-size 20GiB',
  notes: [
    'What disks of environments, snapshots and layers lie over stays, and what a run is fetching or about to use.',
    'Downloads that were interrupted more than a day ago go in any case.',
  ].join('\n'),
  async run(call) {
    const { log, options, sdk } = call;
    const { olderThan, maxSize, unused, dryRun } = options;
    const { removed, kept, swept, freed, left } = await sdk.pruneTemplates({
      ...commonOptions(call),
      ...defined({ olderThan, maxSize }),
      unused,
      dryRun,
    });
    if (olderThan === undefined && maxSize === undefined && !unused) {
      log.info('nothing says what is to go: give --older-than, --max-size or --unused');
    }
    for (const { id, reason } of kept) log.info(`${id} stays: ${reason}`);
    if (kept.some(({ reason }) => reason?.includes('layer '))) {
      log.info('templates stay as long as layers over them: `lago layers prune` comes first');
    }
    for (const id of swept) log.info(`${dryRun ? 'would remove' : 'removed'} what was left of ${id}`);
    log.info(
      `${dryRun ? 'would free' : 'freed'} ${sdk.formatSize(freed)}; templates ${dryRun ? 'would take' : 'take'} ${sdk.formatSize(left)}`,
    );
    printTable(
      call,
      'id',
      removed.map(({ id, size, lastUsed }) => ({ id, size, last_used: lastUsed.toISOString() })),
      {
        row: ({ id, size, last_used }) => ({
          [dryRun ? 'would remove' : 'removed']: id,
          size: sdk.formatSize(size),
          'last used': minute(new Date(last_used)),
        }),
      },
    );
    return 0;
  },
});
