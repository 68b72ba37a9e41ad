import type { DomainSpec, RawMapping } from '../initfile/types.ts';
import type { DiskPlan, DomainPlan } from '../providers/plan.ts';
import { portablePath } from './snapshots/record.ts';

/**
 * What Lago keeps of a domain in `virt/vm-<name>`: the init file's mapping and what was decided, in Lago's spelling. Paths
 * inside the prefix are written with `$LAGO_PREFIX_PATH`, so that it can be moved.
 */
export function domainSpec(domain: DomainSpec, plan: Omit<DomainPlan, 'spec'>, prefix: string): RawMapping {
  return {
    ...domain.raw,
    name: plan.name,
    disks: domain.disks.map((disk) => {
      const planned = plan.disks.find(({ name }) => name === disk.name);
      return planned ? { ...disk.raw, ...diskSpec(planned, prefix) } : disk.raw;
    }),
    nics: domain.nics.map(({ raw }, index) => {
      const nic = plan.nics[index];
      return {
        ...raw,
        ...(nic?.ip === undefined ? {} : { ip: nic.ip }),
        ...(nic?.mtu === undefined ? {} : { mtu: nic.mtu }),
      };
    }),
    mgmt_net: plan.managementNet,
    metadata: { ...domain.metadata, ...scriptsSpec(plan, prefix) },
    snapshots: {},
    'ssh-user': plan.sshUser,
    ...(plan.sshPassword === undefined ? {} : { 'ssh-password': plan.sshPassword }),
    'vm-type': plan.vmType,
    'vm-provider': plan.vmProvider,
  };
}

/** Where the deploy scripts are since they were copied. */
function scriptsSpec({ deployScripts }: Pick<DomainPlan, 'deployScripts'>, prefix: string): RawMapping {
  if (!deployScripts) return {};
  return { 'deploy-scripts': deployScripts.map(({ file }) => portablePath(file, prefix)) };
}

function diskSpec(disk: DiskPlan, prefix: string): RawMapping {
  return {
    path: portablePath(disk.path, prefix),
    format: disk.device === 'cdrom' ? 'iso' : disk.format,
    metadata: disk.metadata,
  };
}
