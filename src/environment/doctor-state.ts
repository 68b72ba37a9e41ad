import type { HostCheck } from '../host/checks.ts';
import { messageOf } from '../host/errors.ts';
import { countSubnets, poolText } from '../network/pool.ts';
import { listRecords, orphanReason, readRecord, recordFile } from './owner.ts';
import { loadPlan } from './plan-store.ts';
import { prefixPaths } from './prefix.ts';
import { takenSubnets } from './preview.ts';
import type { Services } from './services.ts';

/** Fewer free subnets than this are worth a warning: an environment may well need several. */
const FEW = 4;

/** Checks how many subnets are left for new networks. */
export async function checkSubnets(services: Services): Promise<HostCheck[]> {
  const pool = { ranges: services.subnetPool(), taken: await takenSubnets(services) };
  const { all, free } = countSubnets(pool);
  const range = poolText(pool);
  const found = { name: 'subnets', detail: `${free} of the ${all} from ${range} are free` };
  if (free >= FEW) return [{ ...found, status: 'ok' }];
  const fix = 'See `lago list --all`, and destroy what is no longer needed; `lago reap` removes what nobody owns.';
  return [{ ...found, status: free === 0 ? 'error' : 'warning', fix }];
}

/** Looks for environments that nobody owns any more. */
export async function checkEnvironments(services: Services): Promise<HostCheck[]> {
  const { environmentsDir } = services.paths;
  const uuids = listRecords(environmentsDir);
  const left = (await Promise.all(uuids.map((uuid) => leftover(environmentsDir, uuid)))).flat();
  const count = `${uuids.length} on this host`;
  return [{ name: 'environments', status: 'ok', detail: left.length === 0 ? count : `${count}, see below` }, ...left];
}

/**
 * Bridges of networks whose machines should get out through this host, whether they are up or not: those of environments,
 * and libvirt's default.
 */
export async function natBridges({ paths: { environmentsDir } }: Services): Promise<string[]> {
  const own = await Promise.all(listRecords(environmentsDir).map((uuid) => ownBridges(environmentsDir, uuid)));
  return ['virbr0', ...own.flat()];
}

async function ownBridges(environmentsDir: string, uuid: string): Promise<string[]> {
  try {
    const record = await readRecord(environmentsDir, uuid);
    if (record === undefined) return [];
    const { nets } = await loadPlan(prefixPaths(record.prefix).plan);
    return [...nets.values()].filter(({ type, isolated }) => type === 'nat' && !isolated).map(({ bridge }) => bridge);
  } catch {
    // What is half made or damaged has its own findings.
    return [];
  }
}

async function leftover(environmentsDir: string, uuid: string): Promise<HostCheck[]> {
  const name = `environment ${uuid}`;
  try {
    const record = await readRecord(environmentsDir, uuid);
    const reason = record && orphanReason(record);
    if (reason === undefined) return [];
    const detail = `left over from ${record?.prefix}: ${reason}`;
    return [{ name, status: 'warning', detail, fix: 'Run `lago reap`.' }];
  } catch (error) {
    const file = recordFile(environmentsDir, uuid);
    const fix = `Remove what is left of it by hand, then ${file}.`;
    return [{ name, status: 'warning', detail: `its owner record cannot be read: ${messageOf(error)}`, fix }];
  }
}
