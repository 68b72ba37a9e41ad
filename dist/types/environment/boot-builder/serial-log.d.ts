import type { Logger } from '../../host/log.ts';
/** Keeps the serial log of a build that failed, in the place of that of an earlier failure, and says where. */
export declare function keepSerialLog(error: unknown, serialLog: string, kept: string, log: Logger | undefined): Promise<void>;
