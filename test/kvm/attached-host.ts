import { inject } from 'vitest';
import { KvmHost } from './host/kvm-host.ts';

/** The host that the global set-up has booted. */
export function attachedHost(): KvmHost {
  const { dir, image } = inject('kvmHost');
  return KvmHost.attach(dir, image);
}
