import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { Json, StepContext } from '../../disks/layers/types.ts';
import { machineOf } from '../../providers/machine.ts';
import type { WayIn } from './access.ts';
import { besidePlaybook } from './beside-playbook.ts';
import { firmwareKind } from './firmware.ts';
import type { BootItem } from './item.ts';

type Reader = Pick<StepContext, 'identityOf' | 'initFile'>;

/** What an item's key depends on besides the item. */
export interface ItemContext extends Reader, Pick<StepContext, 'arch'> {
  readonly domain: Pick<StepContext['domain'], 'name' | 'machine' | 'firmware'>;
  readonly disk: Pick<StepContext['disk'], 'bus'>;
}

/**
 * What an item does, for the key of its layer: files by their content, not by their place. What the machine is counts, as
 * steps see it (`/sys/firmware/efi`, `/dev/sda`); how large it is, and how long it may take, makes no difference.
 */
export async function itemIdentity(item: BootItem, way: WayIn | '', context: ItemContext): Promise<Json> {
  // What a playbook reads, it reads through links; others' may lead anywhere on this host.
  const follow = item.playbook !== undefined;
  const all = async (paths: readonly string[]) => Promise.all(paths.map((path) => contentOf(path, context, follow)));
  const copied = item.copy.map(async ({ from, to }) => ({
    // A directory of the guest gets it under its own name.
    name: basename(from),
    to,
    content: await context.identityOf(from),
  }));
  const { domain, arch, disk } = context;
  return {
    way,
    machine: { type: machineOf(domain, arch), firmware: firmwareKind(domain, arch) ?? null, bus: disk.bus },
    copy: await Promise.all(copied),
    scripts: await all(item.scripts),
    run: item.run,
    playbook: item.playbook === undefined ? null : await playbookIdentity(item.playbook, context),
    inputs: await all(item.inputs),
    env: item.env,
    user: item.user,
    network: item.network,
  };
}

async function playbookIdentity(playbook: string, context: ItemContext): Promise<Json> {
  const beside = (await besidePlaybook(playbook, context.initFile)).filter((path) => existsSync(path));
  const entries = await Promise.all(
    beside.map(async (path) => [basename(path), await contentOf(path, context, true)] as const),
  );
  // Plays choose their hosts, and variables belong to one: by the name of the machine.
  const host = context.domain.name;
  return { host, content: await contentOf(playbook, context, true), beside: Object.fromEntries(entries) };
}

/** Without the permission bits, which differ with the umask of a clone, and mean nothing for what is only read. */
async function contentOf(path: string, context: Reader, follow: boolean): Promise<Json> {
  const found = await context.identityOf(path, follow);
  if (typeof found !== 'object' || found === null || !('sha256' in found)) return found;
  return found.sha256 ?? null;
}
