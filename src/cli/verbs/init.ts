import { defined, workdirOf } from '../context.ts';
import { frozenOption, initFileOptions, initFileSettings } from '../init-file-options.ts';
import { flag, seconds } from '../options.ts';
import { defineVerb } from '../verb.ts';

export const init = defineVerb({
  name: 'init',
  summary: 'Create an environment from an init file, without starting it',
  arguments: [
    { syntax: '[WORKDIR]', description: 'directory for the environment; .lago by default' },
    {
      syntax: '[VIRT_CONFIG]',
      description: 'init file; LagoInitFile by default. One argument alone is the init file.',
    },
  ],
  options: {
    ...initFileOptions,
    frozen: frozenOption,
    setCurrent: flag('--set-current', 'make the new prefix the current one'),
    skipBootstrap: flag('--skip-bootstrap', 'prepare no guest'),
    skipBuild: flag('--skip-build', 'do not run build steps'),
    noCache: flag('--no-cache', 'run all build steps anew, and use no layer that is there'),
    expiresIn: seconds('--expires-in <time>', 'destroy it after this time, whatever happens (for example 2h)'),
  },
  example: 'init .lago LagoInitFile',
  async run(call) {
    const { args, global, options, sdk, log } = call;
    if (global.prefixPath !== undefined) log.warning('--prefix-path has no effect here: use --workdir-path');
    // As in Lago, one argument alone is the init file.
    const [workdir, initFile] = args.length === 1 ? [undefined, args[0]] : args;
    const env = await sdk.init({
      ...initFileSettings(call, initFile),
      frozen: options.frozen,
      setCurrent: options.setCurrent,
      skipBootstrap: options.skipBootstrap,
      skipBuild: options.skipBuild,
      noCache: options.noCache,
      ...defined({
        workdir: workdir ?? workdirOf(call),
        prefixName: global.prefixName,
        expiresIn: options.expiresIn,
      }),
    });
    await env.close();
    log.info(`the environment is ready to start: ${env.prefix}`);
    return 0;
  },
});
