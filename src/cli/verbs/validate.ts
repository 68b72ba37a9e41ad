import { initFileOptions, initFileSettings } from '../init-file-options.ts';
import { defineVerb } from '../verb.ts';
import { showWarnings } from '../warnings.ts';

export const validate = defineVerb({
  name: 'validate',
  summary: 'Check what an init file says, without its images, and print ok or all that is wrong with it',
  arguments: [{ syntax: '[INITFILE]', description: 'init file; LagoInitFile by default' }],
  options: initFileOptions,
  sections: ['init'],
  example: 'validate --strict LagoInitFile',
  async run(call) {
    const { warnings } = await call.sdk.validateInitFile(initFileSettings(call, call.args[0]));
    showWarnings(call, warnings);
    call.write('ok\n');
    return 0;
  },
});
