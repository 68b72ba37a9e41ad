import { commonOptions, defined } from '../context.ts';
import { localPath } from '../local-path.ts';
import { text } from '../options.ts';
import { defineVerb } from '../verb.ts';

export const templatesBuild = defineVerb({
  name: 'templates build',
  summary: 'Make a template from a recipe',
  arguments: [{ syntax: '<RECIPE>', description: 'file that says what is in it: YAML or JSON' }],
  options: {
    output: text('-o, --output <dir>', 'directory to make a repository in, or to add to; that of this host by default'),
    templateVersion: text('--template-version <name>', 'name of the version, in place of that of the recipe'),
  },
  example: 'templates build recipe.yaml',
  notes:
    'Recipes with `mmdebstrap` take root rights, mmdebstrap and extlinux; those with `virt-builder` take libguestfs.\n' +
    'Follow only recipes that you trust: what they install runs as root on this host.',
  async run(call) {
    const { args, io, options, sdk } = call;
    const built = await sdk.buildTemplate({
      ...commonOptions(call),
      recipe: localPath(io, args[0] ?? ''),
      ...defined({
        output: options.output === undefined ? undefined : localPath(io, options.output),
        version: options.templateVersion,
      }),
    });
    call.print(built);
    return 0;
  },
});
