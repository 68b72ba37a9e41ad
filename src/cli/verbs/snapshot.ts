import { defined, withEnvironment } from '../context.ts';
import { flag, texts } from '../options.ts';
import type { CliEnvironment, SnapshotInfo } from '../sdk.ts';
import { UsageError } from '../usage-error.ts';
import { type Call, defineVerb } from '../verb.ts';

const options = {
  list: flag('-l, --list', 'list the snapshots'),
  delete: flag('--delete', 'delete the named snapshot; others stay usable'),
  force: flag('--force', 'replace a snapshot of the same name'),
  details: flag(
    '--details',
    'with --list in JSON and YAML: dates, sizes and states in place of the map that Lago prints',
  ),
  vms: texts('--vm <name>', 'this machine only; may be repeated', { completes: 'vm' }),
};

export const snapshot = defineVerb({
  name: 'snapshot',
  summary: 'Save machines as they are, with memory and disks; list what was saved, or delete it',
  arguments: [{ syntax: '[NAME]', description: 'name of the snapshot' }],
  options,
  example: 'snapshot before-upgrade',
  notes: [
    'Machines that run are halted together for the moment that saving their memory takes, then go on.',
    'As JSON and YAML, --list prints what Lago does: machine -> snapshot -> disks.',
  ].join('\n'),
  run(call) {
    const { args, options: given, io } = call;
    const [name] = args;
    refuseContradictions(call);
    if (given.list) {
      return withEnvironment(call, async (env) => {
        const format = call.global.outFormat ?? 'default';
        const isLagos = (format === 'json' || format === 'yaml') && !given.details;
        const snapshots = await env.snapshots();
        if (isLagos) call.print(disksByMachine(env, snapshots));
        else call.printRecords('name', snapshots.map(summary));
        return 0;
      });
    }
    if (name === undefined) throw new UsageError('a snapshot needs a name, or --list');
    const some = defined({ vms: given.vms.length === 0 ? undefined : given.vms });
    return withEnvironment(call, async (env) => {
      if (given.delete) await env.deleteSnapshot(name, { ...some, signal: io.signal });
      else await env.snapshot(name, { ...some, force: given.force, signal: io.signal });
      return 0;
    });
  },
});

/** What the configuration says in general is no contradiction. */
function refuseContradictions({ isGiven }: Pick<Call, 'isGiven'>): void {
  const { list, delete: remove, details } = options;
  if (isGiven(list) && isGiven(remove)) throw new UsageError('--list and --delete exclude each other');
  if (isGiven(details) && !isGiven(list)) throw new UsageError('--details is for --list');
}

/** As Lago prints it: machines without snapshots are there too, with none. */
function disksByMachine(env: CliEnvironment, snapshots: readonly SnapshotInfo[]): Record<string, unknown> {
  const ofMachine = (vm: string) =>
    snapshots.flatMap(({ name, vms }) => (Object.hasOwn(vms, vm) ? [[name, vms[vm]?.disks] as const] : []));
  return Object.fromEntries([...env.getVms().keys()].map((vm) => [vm, Object.fromEntries(ofMachine(vm))]));
}

function summary({ name, createdAt, size, vms }: SnapshotInfo) {
  const states = Object.entries(vms).map(([vm, { state }]): [string, string] => [vm, state]);
  return { name, created: createdAt, size, vms: Object.fromEntries(states) };
}
