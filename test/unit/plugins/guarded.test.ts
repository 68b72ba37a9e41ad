import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { loadExtensions, runPluginVerb } from '../../../src/environment/plugins/cli.ts';
import type { PluginCall } from '../../../src/environment/plugins/plugin.ts';
import { createLogger } from '../../../src/host/log.ts';

const CALL: Omit<PluginCall, 'loadEnv'> = {
  ...{ args: ['a'], options: {}, global: {}, common: {}, log: createLogger(), signal: new AbortController().signal },
  print: () => {},
  write: () => {},
};

/** A plugin whose verb and output format do this. */
async function pluginThat(body: string) {
  const directory = mkdtempSync(join(tmpdir(), 'lago-plugins-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const text = `export default (lago) => {
    class Hello {
      name = 'hello'; summary = 'Greet'; example = 'hello'; answer = 7;
      run({ args }) { ${body} }
    }
    return { name: 'lab', verbs: [new Hello()], outputFormats: { csv: (args) => { ${body} } } };
  };`;
  writeFileSync(join(directory, 'lab.mjs'), text);
  const { outputFormats, verbs, warnings } = await loadExtensions([{ specifier: './lab.mjs', directory }], {});
  const [verb, format] = [verbs.get('hello'), outputFormats.get('csv')];
  if (!verb || !format) throw new Error(`the plugin was not loaded: ${warnings.join()}`);
  return { run: () => runPluginVerb(verb, CALL, {}), format };
}

it('what a plugin breaks is told to be its fault', async () => {
  const { run, format } = await pluginThat("throw new TypeError('cannot do it');");
  const hint = 'Tell those who make the plugin; `-l debug` shows where it happened.';
  const failed = { code: 'PLUGIN_FAILED', exitCode: 1, hint, cause: expect.any(TypeError) };
  await expect(run()).rejects.toMatchObject({
    ...failed,
    message: 'the verb hello of the plugin lab failed: cannot do it',
  });
  expect(() => format({})).toThrow(
    expect.objectContaining({ ...failed, message: 'the output format csv of the plugin lab failed: cannot do it' }),
  );
});

it('what a plugin throws on purpose stays as it is', async () => {
  const { run, format } = await pluginThat("throw new lago.UserError('MINE', 'not so');");
  const error = expect.objectContaining({ code: 'MINE', exitCode: 2, message: 'not so' });
  await expect(run()).rejects.toEqual(error);
  expect(() => format({})).toThrow(error);
});

it('what works is not changed, members of a class included', async () => {
  const { run } = await pluginThat('return Promise.resolve(this.answer + args.length);');
  expect(await run()).toBe(8);
});
