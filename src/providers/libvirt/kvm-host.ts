import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the host's kernel says about virtualisation. */
export interface KvmHost {
  /** Feature of the CPU that KVM needs; undefined when it offers none. */
  readonly flag: 'vmx' | 'svm' | undefined;
  /** Kernel module for that CPU. */
  readonly module: 'kvm_intel' | 'kvm_amd' | undefined;
  /** Whether guests can have KVM themselves; undefined while the module is not loaded. */
  readonly nested: boolean | undefined;
}

/** Reads it. @param root directory in which `proc` and `sys` are, for tests. */
export function readKvmHost(root = '/'): KvmHost {
  const flags = /^flags\s*:(.*)$/m.exec(readText(join(root, 'proc/cpuinfo')))?.[1]?.split(/\s+/) ?? [];
  const flag = flags.includes('vmx') ? 'vmx' : flags.includes('svm') ? 'svm' : undefined;
  const module = flag && (flag === 'vmx' ? 'kvm_intel' : 'kvm_amd');
  const parameter = module && readText(join(root, 'sys/module', module, 'parameters/nested')).trim();
  return { flag, module, nested: parameter ? ['1', 'Y'].includes(parameter) : undefined };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
