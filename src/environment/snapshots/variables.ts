import { existsSync } from 'node:fs';
import { constants, copyFile, rename } from 'node:fs/promises';
import { messageOf } from '../../host/errors.ts';
import { fileError, removeTree, temporaryName } from '../../host/files.ts';
import type { DomainPlan } from '../../providers/plan.ts';
import type { Services } from '../services.ts';

/** Whether a machine has firmware that has written its variables (boot entries, keys) already. */
export function hasVariables({ firmware }: DomainPlan): boolean {
  return firmware !== undefined && existsSync(firmware.nvram);
}

/**
 * Keeps a copy of the variables of a machine that is down; memory that is saved has them in it. Where libvirt lets only QEMU
 * read them there is none, and a revert leaves them as they are.
 */
export async function keepVariables({ name, firmware }: DomainPlan, copy: string, { log }: Services): Promise<void> {
  if (firmware === undefined) return;
  try {
    await copyFile(firmware.nvram, copy, constants.COPYFILE_EXCL);
  } catch (error) {
    await removeTree(copy);
    log.warning(`VM ${name}: the variables of its firmware are not in the snapshot: ${messageOf(error)}`);
  }
}

/** Brings variables back; the machine must be down. */
export async function restoreVariables(copy: string, file: string): Promise<void> {
  const temporary = temporaryName(file);
  try {
    await copyFile(copy, temporary);
    await rename(temporary, file);
  } catch (error) {
    await removeTree(temporary);
    throw fileError(error, 'write', file);
  }
}
