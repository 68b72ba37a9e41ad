import type { TemplateArchitecture } from '../repository-types.ts';
import type { System } from './layout.ts';
import { SYSTEMS } from './systems.ts';

/** A system for an architecture. */
export interface Target {
  readonly system: System;
  readonly arch: TemplateArchitecture;
}

const SUFFIXES: Readonly<Record<string, TemplateArchitecture>> = {
  x86_64: 'x86_64',
  amd64: 'x86_64',
  aarch64: 'aarch64',
  arm64: 'aarch64',
};

const BY_NAME: ReadonlyMap<string, System> = new Map(
  SYSTEMS.flatMap((system) => [system.name, ...system.aliases].map((name) => [name, system] as const)),
);

/** Canonical names of all systems, as SYSTEMS has them. */
export const NAMES: readonly string[] = SYSTEMS.map(({ name }) => name);

/**
 * The system that a name leads to: `debian12`, `bookworm`, or with an architecture, `debian12-arm64`. Case does not
 * matter. `arch` is undefined where the name has none.
 */
export function findSystem(
  name: string,
): { readonly system: System; readonly arch: TemplateArchitecture | undefined } | undefined {
  const plain = name.toLowerCase();
  const system = BY_NAME.get(plain);
  if (system) return { system, arch: undefined };
  const [, stem = '', suffix = ''] = /^(.+)-([a-z0-9_]+)$/.exec(plain) ?? [];
  const arch = Object.hasOwn(SUFFIXES, suffix) ? SUFFIXES[suffix] : undefined;
  const other = arch === undefined ? undefined : BY_NAME.get(stem);
  return other && { system: other, arch };
}

/** Name of a target in the store: that of the system for x86_64, with the architecture behind it for others. */
export function canonicalName({ system, arch }: Target): string {
  return arch === 'x86_64' ? system.name : `${system.name}-${arch}`;
}

/** Whether a template comes from the built-in repository, so that no other is needed: `debian12`, `noble`, `alma9-arm64`. */
export function isBuiltinTemplate(name: string): boolean {
  return findSystem(name) !== undefined;
}
