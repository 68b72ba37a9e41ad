import { mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { withEnvironment } from '../context.ts';
import { localPath } from '../local-path.ts';
import { UsageError } from '../usage-error.ts';
import { defineVerb } from '../verb.ts';

export const screenshot = defineVerb({
  name: 'screenshot',
  summary: "Save what a machine's screen shows as a PNG",
  arguments: [
    { syntax: '<HOST>', description: 'machine' },
    { syntax: '[FILE]', description: 'file to write; HOST.png here by default' },
  ],
  options: {},
  example: 'screenshot vm0 screen.png',
  notes: 'Prints the path of the file.',
  run(call) {
    const [host = '', file = `${host}.png`] = call.args;
    return withEnvironment(call, async (env) => {
      const vm = env.vm(host);
      const target = localPath(call.io, file);
      const scratch = await scratchBeside(target);
      try {
        await rename(await vm.screenshot(scratch), target);
      } finally {
        await rm(scratch, { recursive: true, force: true });
      }
      call.write(`${target}\n`);
      return 0;
    });
  },
});

/** On the file system of the target, so that the file appears there whole. */
async function scratchBeside(target: string): Promise<string> {
  try {
    return await mkdtemp(join(dirname(target), '.lago-screen-'));
  } catch (error) {
    throw new UsageError(`cannot write ${target}: ${String(error)}`, 'Name a file in a directory that is there.');
  }
}
