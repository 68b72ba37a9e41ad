import { withEnvironment } from '../context.ts';
import { defineVerb } from '../verb.ts';

export const console = defineVerb({
  name: 'console',
  summary: 'Attach the terminal to the serial console of a machine',
  arguments: [{ syntax: '<HOST>', description: 'machine' }],
  options: {},
  example: 'console vm0',
  notes:
    'Ctrl+] leaves it. Needs a terminal; `lago logs` shows what the console said so far. The log goes on meanwhile.',
  run(call) {
    const [host = ''] = call.args;
    const { stdin: input, stdout: output, stderr: errors, signal } = call.io;
    return withEnvironment(call, (env) => env.vm(host).interactiveConsole({ input, output, errors, signal }));
  },
});
