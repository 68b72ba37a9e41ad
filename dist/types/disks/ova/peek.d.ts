import { type OvaPlace } from './import.ts';
import type { OvfMachine } from './ovf.ts';
/**
 * Reads the description of an OVA and writes nothing. Of a remote one only the beginning is transferred, where the
 * standard has the description; undefined when it is not there.
 *
 * @throws {UserError} `OVA_INVALID`; {@link HostError} `FILE_FAILED`, ...; {@link ToolError} `CONNECTION_FAILED`, `HTTP_STATUS`, ...;
 * {@link CancelledError}.
 */
export declare function peekOva(place: OvaPlace, signal?: AbortSignal): Promise<OvfMachine | undefined>;
