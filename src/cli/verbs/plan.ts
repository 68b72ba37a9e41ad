import { defined, workdirOf } from '../context.ts';
import { frozenOption, initFileOptions, initFileSettings } from '../init-file-options.ts';
import { defineVerb } from '../verb.ts';
import { showWarnings } from '../warnings.ts';

export const plan = defineVerb({
  name: 'plan',
  summary: 'Print what `init` and `start` would make of an init file, without touching anything',
  arguments: [{ syntax: '[INITFILE]', description: 'init file; LagoInitFile by default' }],
  options: { ...initFileOptions, frozen: frozenOption },
  sections: ['init'],
  example: 'plan -f json LagoInitFile',
  notes: 'The formats json and yaml also have the libvirt definitions, under `xml`.',
  async run(call) {
    const { args, global, options, sdk } = call;
    const document = await sdk.planInitFile({
      ...initFileSettings(call, args[0]),
      frozen: options.frozen,
      ...defined({ workdir: workdirOf(call), prefixName: global.prefixName }),
    });
    showWarnings(call, document.warnings);
    const { xml, ...rest } = document.json;
    const complete = global.outFormat === 'json' || global.outFormat === 'yaml';
    call.print(complete ? { ...rest, xml } : rest);
    return 0;
  },
});
