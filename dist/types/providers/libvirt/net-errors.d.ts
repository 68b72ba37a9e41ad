import { HostError, type ToolError } from '../../host/errors.ts';
import type { NetPlan } from '../plan.ts';
/** The error for a network that libvirt refused to start, with the reasons users meet most explained. */
export declare function netFailed(net: NetPlan, error: ToolError): HostError | ToolError;
