import { defineVerb } from '../verb.ts';

export const schema = defineVerb({
  name: 'schema',
  summary: 'Print the JSON Schema of init files, by which editors complete and check them',
  options: {},
  example: 'schema > lago-init-file.json',
  async run(call) {
    call.write(`${JSON.stringify(call.sdk.initFileSchema(), null, 2)}\n`);
    return 0;
  },
});
