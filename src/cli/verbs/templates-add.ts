import { commonOptions, defined } from '../context.ts';
import { text, texts } from '../options.ts';
import { printTable } from '../table.ts';
import { UsageError } from '../usage-error.ts';
import { defineVerb } from '../verb.ts';

export const templatesAdd = defineVerb({
  name: 'templates add',
  summary: 'Make an image a template of this host',
  arguments: [
    { syntax: '<NAME>', description: 'name of the template', choices: [] },
    { syntax: '<IMAGE>', description: 'qcow2 or raw image, possibly compressed: a path or an http(s) URL' },
  ],
  options: {
    version: text('--template-version <name>', 'name of the version; the next of v1, v2, ... by default'),
    metadata: texts(
      '--metadata <key=value>',
      'what init is to know of it, such as provision=cloud-init; may be repeated',
    ),
    hash: text('--hash <hex>', 'SHA-256, SHA-512 or SHA-1 that the image must have'),
  },
  example: 'templates add mydebian ./debian.qcow2 --metadata provision=cloud-init',
  notes: [
    'Without --hash and --metadata, those count that lie beside the image (.hash, .metadata).',
    'The image stays where it is; init uses the copy in the store, and comes back to it when that was pruned.',
  ].join('\n'),
  async run(call) {
    const [name = '', image = ''] = call.args;
    const { version, metadata, hash } = call.options;
    const { id, path, size } = await call.sdk.addTemplate({
      ...commonOptions(call),
      name,
      image,
      ...defined({
        version,
        hash,
        metadata: metadata.length === 0 ? undefined : Object.fromEntries(metadata.map(pair)),
      }),
    });
    const record = { id, path, size };
    printTable(call, 'id', [record], { row: () => ({ id, size: call.sdk.formatSize(size) }) });
    return 0;
  },
});

function pair(text: string): readonly [string, string] {
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (key === undefined || value === undefined) throw new UsageError(`--metadata: "${text}" is not KEY=VALUE`);
  return [key, value];
}
