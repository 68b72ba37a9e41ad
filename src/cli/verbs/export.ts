import { defined, withEnvironment } from '../context.ts';
import { localPath } from '../local-path.ts';
import { choice, flag, text, texts } from '../options.ts';
import { defineVerb } from '../verb.ts';

/** Those may have been options of the first `init`, which the init file does not have. */
const SAME_REPOSITORIES = ' (with the same template repositories)';

export const exportVerb = defineVerb({
  name: 'export',
  summary: 'Export stopped machines: their disks, and an init file that makes them anew',
  options: {
    vmNames: texts('-n, --vm-names <vm...>', 'machines; all by default', { completes: 'vm' }),
    standalone: flag('-s, --standalone', 'merge templates into the disks, so that they need no repository'),
    compress: flag('-c, --compress', 'compress the disks, with xz unless --compression says otherwise'),
    compression: choice('--compression <program>', 'compress the disks with this program', ['xz', 'zstd']),
    dstDir: text('-d, --dst-dir <dir>', 'directory for the files; the current one by default'),
    initFileName: text('--init-file-name <name>', 'name of the init file; LagoInitFile by default'),
    collectOnly: flag('--collect-only', 'export nothing, print the images that there are to export'),
    withoutThreads: flag('--without-threads', 'one disk after the other'),
  },
  example: 'export --compress --dst-dir exported',
  notes:
    'The init file is YAML, or JSON with -f json. `lago init exported/LagoInitFile` makes the environment anew;\n' +
    'unless --standalone was given, it needs the template repository. Nothing that exists is replaced.',
  run(call) {
    const { io, options, global, log } = call;
    const compress = options.compression ?? (options.compress ? 'xz' : false);
    return withEnvironment(call, async (env) => {
      const { vms, initFile } = await env.exportVms({
        standalone: options.standalone,
        compress,
        directory: localPath(io, options.dstDir ?? '.'),
        format: global.outFormat === 'json' ? 'json' : 'yaml',
        collectOnly: options.collectOnly,
        parallel: !options.withoutThreads,
        signal: io.signal,
        ...defined({
          vms: options.vmNames.length === 0 ? undefined : options.vmNames,
          initFileName: options.initFileName,
        }),
      });
      if (initFile === undefined) call.print(vms);
      else log.info(`exported; \`lago init ${initFile}\` makes it anew${options.standalone ? '' : SAME_REPOSITORIES}`);
      return 0;
    });
  },
});
