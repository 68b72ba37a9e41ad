// The public types of plugins, checked by `npm run typecheck`: this file is never run.
import { definePlugin, type PluginModule } from '../../src/index.ts';

const plugin: PluginModule = definePlugin(({ GuestError, Vm }) => ({
  name: 'typed',
  vmTypes: {
    strict: class extends Vm {
      override async sshReachable(): Promise<boolean> {
        if (await super.sshReachable()) return true;
        throw new GuestError('NOT_READY', `${this.name} is not ready`);
      }
    },
  },
  outputFormats: { lines: (value) => JSON.stringify(value).split(',').join('\n') },
  verbs: [
    {
      name: 'ping',
      summary: 'Ping machines',
      arguments: [{ syntax: '[VM...]', description: 'machines' }],
      options: { count: { flags: '-n, --count <number>', description: 'how often' } },
      example: 'ping',
      run: async ({ args, loadEnv, options, print }) => {
        const env = await loadEnv();
        print(
          await Promise.all(args.map((name) => env.vm(name).ssh(['ping', '-c', String(options.count ?? 1), 'db']))),
        );
        return 0;
      },
    },
  ],
}));

export default plugin;

// @ts-expect-error a plugin has a name
definePlugin(() => ({ verbs: [] }));
// @ts-expect-error no class of machines
definePlugin(() => ({ name: 'wrong', vmTypes: { odd: class {} } }));
// @ts-expect-error a provider has to run machines
definePlugin(() => ({ name: 'wrong', providers: { none: () => ({ name: 'none' }) } }));
