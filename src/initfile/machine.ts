import type { Context } from './context.ts';
import { defined } from './defined.ts';
import type { DomainFields } from './domain-schema.ts';
import { code } from './printable.ts';
import type { CloudInitSpec, KeyPath, ShareSpec } from './types.ts';

/** The shared directories of a domain, each under a name of its own. */
export function parseShares({ shares = [] }: DomainFields, path: KeyPath, context: Context): ShareSpec[] {
  const tags = new Map<string, number>();
  return shares.map((share, index) => {
    const { source, target, tag = `share${index}`, type = '9p', readonly = true } = share;
    const at = [...path, index];
    const first = tags.get(tag);
    if (first === undefined) tags.set(tag, index);
    else context.error('DUPLICATE_SHARE', [...at, 'tag'], `the tag ${code(tag)} is already that of share ${first}`);
    if (type === 'virtiofs' && readonly) reportReadonly([...at, 'type'], context);
    return { source: context.expand(source, [...at, 'source']), ...defined({ target }), tag, type, readonly };
  });
}

function reportReadonly(path: KeyPath, context: Context): void {
  const hint = 'allow it with `readonly: false`, or use `type: 9p`';
  context.error('BAD_SHARE', path, 'a guest can write to what it gets by virtiofs, with the rights of libvirt', hint);
}

/** What the domain says to cloud-init; undefined when that is nothing. */
export function cloudInitOf({ 'cloud-init': said }: DomainFields): CloudInitSpec | undefined {
  return said && defined({ userData: said['user-data'], networkConfig: said['network-config'] });
}

/** Name of the service provider; an older file names Lago's class for it. Whether there is one is for the plan to say. */
export function serviceProvider({
  service_provider: name,
  service_class: className,
}: DomainFields): string | undefined {
  return name ?? className?.toLowerCase().replace(/service$/, '');
}
