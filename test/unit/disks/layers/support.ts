import { inputReader } from '../../../../src/disks/layers/inputs.ts';
import type { BuildRun, LayerBuilder, LayerStep } from '../../../../src/disks/layers/types.ts';
import type { DiskPlan } from '../../../../src/providers/plan.ts';
import { domainPlan } from '../domain-plan.ts';

/** A planned disk over a template, to be varied. */
export function diskPlan(more: Partial<DiskPlan> = {}): DiskPlan {
  return {
    name: 'root',
    source: {
      kind: 'template',
      repository: 'repo',
      template: 'debian',
      version: '1',
      backingFile: '/store/repo:debian:1',
      backingFormat: 'qcow2',
    },
    path: '/images/web_root.qcow2',
    format: 'qcow2',
    device: 'disk',
    bus: 'virtio',
    dev: 'vda',
    metadata: {},
    build: [],
    ...more,
  };
}

/** Where and how steps are carried out, to be varied. */
export function buildRun(more: Partial<BuildRun> = {}): BuildRun {
  return {
    domain: domainPlan(),
    disk: diskPlan(),
    arch: 'x86_64',
    cwd: '/work',
    roots: ['/work'],
    identityOf: inputReader(),
    file: '/layers/x.tmp',
    acceleration: 'tcg',
    env: {},
    publicKey: 'ssh-ed25519 AAAA',
    publicKeyFile: '/prefix/id.pub',
    ...more,
  };
}

/** A step of the init file. */
export function customize(options: LayerStep['options'], entry = 1): LayerStep {
  return { builder: 'virt-customize', options, entry };
}

/** A builder that does what the test says. */
export function fakeBuilder(more: Partial<LayerBuilder> = {}): LayerBuilder {
  return {
    names: ['fake'],
    version: 1,
    check: async () => {},
    identity: async ({ options }) => JSON.stringify(options),
    describe: ({ options }) => JSON.stringify(options),
    run: async () => {},
    ...more,
  };
}
