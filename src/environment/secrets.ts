import type { Logger } from '../host/log.ts';
import type { BuildStep, InitFile } from '../initfile/types.ts';
import type { EnvironmentPlan } from '../providers/plan.ts';
import type { DomainDefaultOptions } from './options.ts';

/** Keeps the passwords of an init file, and those given as defaults, out of all logs from now on. */
export function maskInitFile(log: Logger, { domains }: InitFile, defaults: DomainDefaultOptions = {}): void {
  maskAll(log, [defaults.sshPassword, defaults.rootPassword]);
  for (const { sshPassword, rootPassword, disks } of domains.values()) {
    maskAll(log, [sshPassword, rootPassword]);
    maskBuild(
      log,
      disks.flatMap(({ build }) => build),
    );
  }
}

/** Keeps the passwords that `build` entries set out of all logs from now on. */
export function maskBuild(log: Logger, steps: readonly Pick<BuildStep, 'options'>[]): void {
  for (const { options } of steps) maskAll(log, Object.values(options).flatMap(passwords));
}

/** Keeps the passwords of an environment's machines out of all logs from now on. */
export function maskPlan(log: Logger, { domains }: EnvironmentPlan): void {
  for (const { sshPassword, rootPassword } of domains.values()) maskAll(log, [sshPassword, rootPassword]);
}

function maskAll(log: Logger, secrets: readonly (string | undefined)[]): void {
  for (const secret of secrets) if (secret !== undefined) log.mask(secret);
}

/** Passwords as virt-customize takes them: `password:SECRET`, `USER:password:SECRET`. */
function passwords(value: unknown): string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.flatMap((item) => /(?:^|:)password:(.+)$/s.exec(String(item))?.[1] ?? []);
}
