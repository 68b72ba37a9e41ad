import { bootCopySchema, bootSchema } from './boot-step.ts';
import { DISK_KEYS } from './disk-schema.ts';
import { domainSchema, nicSchema } from './domain-schema.ts';
import { cloudInitSchema, shareSchema } from './machine-schema.ts';
import { dhcpSchema, netSchema, uplinkSchema } from './net-schema.ts';
import { portSchema } from './ports.ts';

/** What keys one kind of mapping has. */
export interface Level {
  /** For messages: "a domain". */
  readonly what: string;
  /** Keys that mean something. */
  readonly keys: readonly string[];
  /** Keys that Lago generates, or that are comments by custom: accepted silently. */
  readonly silent: readonly string[];
  /** Whether other keys are fine too; near misses of `keys` are still errors. */
  readonly open?: boolean;
  /** Other names: other name -> key. */
  readonly aliases?: ReadonlyMap<string, string>;
  /** Keys that still work but have a successor. */
  readonly deprecated?: ReadonlyMap<string, string>;
  /** Mappings below, directly or as the items of a list. */
  readonly children?: ReadonlyMap<string, Level>;
}

/** `nics[]`. */
export const NIC: Level = { what: 'a NIC', keys: Object.keys(nicSchema.shape), silent: ['comment'] };

const BOOT_COPY: Level = { what: 'an item of `copy`', keys: Object.keys(bootCopySchema.shape), silent: ['comment'] };

const BOOT: Level = {
  what: 'a `boot` item',
  keys: Object.keys(bootSchema.shape),
  silent: ['comment'],
  children: new Map([['copy', BOOT_COPY]]),
};

/** `build[]`. Options of other builders are theirs. */
export const BUILD: Level = {
  what: 'a build item',
  keys: ['boot'],
  silent: [],
  open: true,
  children: new Map([['boot', BOOT]]),
};

/** `disks[]`. */
export const DISK: Level = {
  what: 'a disk',
  keys: DISK_KEYS,
  silent: ['comment'],
  aliases: new Map([['device', 'dev']]),
  children: new Map([['build', BUILD]]),
};

const METADATA: Level = {
  what: 'the metadata of a domain',
  keys: ['deploy-scripts', 'ovirt-scripts'],
  silent: [],
  open: true,
  aliases: new Map([['ovirt-scripts', 'deploy-scripts']]),
  deprecated: new Map([['ovirt-scripts', 'deploy-scripts']]),
};

const PORT: Level = { what: 'a port', keys: Object.keys(portSchema.shape), silent: ['comment'] };
const SHARE: Level = { what: 'a shared directory', keys: Object.keys(shareSchema.shape), silent: ['comment'] };

const CLOUD_INIT: Level = { what: 'cloud-init', keys: Object.keys(cloudInitSchema.shape), silent: ['comment'] };

/** `domains.<name>`. */
export const DOMAIN: Level = {
  what: 'a domain',
  keys: [...Object.keys(domainSchema.shape), 'nics', 'disks'],
  silent: ['comment', 'mgmt_net', 'name', 'snapshots'],
  deprecated: new Map([['service_class', 'service_provider']]),
  children: new Map([
    ['nics', NIC],
    ['disks', DISK],
    ['shares', SHARE],
    ['cloud-init', CLOUD_INIT],
    ['metadata', METADATA],
    ['ports', PORT],
  ]),
};

const DHCP: Level = { what: 'a DHCP range', keys: Object.keys(dhcpSchema.shape), silent: ['comment'] };

const UPLINK: Level = { what: 'an uplink', keys: Object.keys(uplinkSchema.shape), silent: ['comment'] };

/** `nets.<name>`. */
export const NET: Level = {
  what: 'a network',
  keys: Object.keys(netSchema.shape),
  silent: ['comment', 'dns_forward', 'mapping', 'name'],
  children: new Map([
    ['dhcp', DHCP],
    ['uplink', UPLINK],
  ]),
};
