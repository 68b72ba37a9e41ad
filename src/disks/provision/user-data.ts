type Mapping = Readonly<Record<string, unknown>>;

/**
 * Merges the cloud-config of an init file into ours: lists go behind ours, mappings are merged, single values take the
 * place of ours. So what lets us in stays, unless it is contradicted word by word.
 */
export function mergeUserData(ours: Mapping, theirs: Mapping | undefined): Mapping {
  return theirs === undefined ? ours : mergeMappings(ours, theirs);
}

function mergeMappings(ours: Mapping, theirs: Mapping): Mapping {
  const merged = new Map(Object.entries(ours));
  for (const [key, value] of Object.entries(theirs)) {
    merged.set(key, merged.has(key) ? mergeValues(merged.get(key), value) : value);
  }
  return Object.fromEntries(merged);
}

function mergeValues(ours: unknown, theirs: unknown): unknown {
  if (Array.isArray(ours) && Array.isArray(theirs)) return [...ours, ...theirs];
  return isMapping(ours) && isMapping(theirs) ? mergeMappings(ours, theirs) : theirs;
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
