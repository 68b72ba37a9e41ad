import { resolve } from 'node:path';
import { commonOptions, defined } from '../context.ts';
import { text } from '../options.ts';
import { printTable } from '../table.ts';
import { repositoryOptions, repositorySettings } from '../template-options.ts';
import { UsageError } from '../usage-error.ts';
import { defineVerb } from '../verb.ts';

export const templatesPull = defineVerb({
  name: 'templates pull',
  summary: 'Bring templates into the store, and verify them',
  arguments: [{ syntax: '[TEMPLATE...]', description: 'NAME, NAME:VERSION or REPOSITORY/NAME; the newest by default' }],
  options: { ...repositoryOptions, initFile: text('--init-file <path>', 'all templates of this init file') },
  sections: ['init'],
  example: 'templates pull debian12 --init-file LagoInitFile',
  notes: 'Does nothing for what is there. Of several processes one fetches a template; the others wait and say so.',
  async run(call) {
    const { args, io, options, sdk } = call;
    const { initFile } = options;
    if (args.length === 0 && initFile === undefined) throw new UsageError('name templates, or an --init-file');
    const pulled = await sdk.pullTemplates({
      ...commonOptions(call),
      ...repositorySettings(call),
      templates: args,
      ...defined({ initFile: initFile === undefined ? undefined : resolve(io.cwd, initFile) }),
    });
    printTable(call, 'id', pulled, {
      row: ({ id, size, fetched }) => ({ id, size: sdk.formatSize(size), fetched: fetched ? 'yes' : 'was there' }),
      empty: 'the init file names no templates',
    });
    return 0;
  },
});
