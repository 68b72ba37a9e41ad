import { z } from 'zod';
import { readJsonIfExists } from '../host/files.ts';
import { isSameProcess } from '../host/process.ts';
import type { OwnerRecord } from './owner.ts';

const forwardSchema = z.object({ vm: z.string(), address: z.string(), host: z.number(), guest: z.number() });

const fileSchema = z.object({ version: z.literal(1), forwards: z.array(forwardSchema) });

/** A port of the host that leads to a port of a guest now. */
export interface PortForward {
  readonly vm: string;
  /** Address of the host that is listened on. */
  readonly address: string;
  /** TCP port of the host. */
  readonly host: number;
  /** TCP port of the guest. */
  readonly guest: number;
}

/** What the forwarder tells who started it. */
export const forwarderMessage = z.discriminatedUnion('kind', [
  /** It listens; the ports are in the file of the prefix. */
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('failed'), vm: z.string(), address: z.string(), port: z.number(), code: z.string() }),
]);

/** One of {@link forwarderMessage}. */
export type ForwarderMessage = z.infer<typeof forwarderMessage>;

/** The content of the file with the ports that lead to machines. */
export function portsFile(forwards: readonly PortForward[]): z.infer<typeof fileSchema> {
  return { version: 1, forwards: forwards.map((forward) => ({ ...forward })) };
}

/** The ports that lead to machines of an environment now; none when the process that led them is gone. */
export async function currentForwards(
  { forwarder }: Pick<OwnerRecord, 'forwarder'>,
  file: string,
): Promise<readonly PortForward[]> {
  if (forwarder === undefined || !isSameProcess(forwarder)) return [];
  return (await readJsonIfExists(file, fileSchema))?.forwards ?? [];
}
