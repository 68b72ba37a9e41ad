import { UserError } from '../../host/errors.ts';

/** An OVA that cannot be imported. @param ova its place, for the message */
export function invalidOva(ova: string, problem: string, cause?: unknown): UserError {
  return new UserError('OVA_INVALID', `the OVA ${ova} cannot be imported: ${problem}`, {
    hint: 'An OVA is a tar archive with one OVF description of one machine, and the images of its disks.',
    ...(cause === undefined ? {} : { cause }),
  });
}
