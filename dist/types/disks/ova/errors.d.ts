import { UserError } from '../../host/errors.ts';
/** An OVA that cannot be imported. @param ova its place, for the message */
export declare function invalidOva(ova: string, problem: string, cause?: unknown): UserError;
