import { z } from 'zod';
import { whole } from './fields.ts';
import type { PortSpec } from './types.ts';

/** Address of the host that is listened on when nothing is said: nobody else's machine reaches it. */
const LOOPBACK = '127.0.0.1';

/** Most ports of one machine. */
const MAX_PORTS = 100;

const PORT = 'a port such as 8080:80 (host, guest), 127.0.0.1:8080:80 or 80, or a mapping with `guest`';

const portNumber = (least: number) => whole(`a port number from ${least} to 65535`, least, 65_535);

/** A port in its long form. */
export const portSchema = z.object(
  {
    guest: portNumber(1).describe('TCP port of the guest.'),
    host: portNumber(0).optional().describe('TCP port of the host. Default: any that is free, as with 0.'),
    address: z
      .union([z.ipv4(), z.ipv6()], { error: 'an IP address of the host' })
      .optional()
      .describe('Address of the host to listen on. Default: 127.0.0.1.'),
  },
  { error: 'a mapping with `guest`' },
);

/** The short forms; an IPv6 address stands in brackets. */
const SHORT = /^\s*(?:(?:(\[[^\]]*\]|[0-9.]+):)?([0-9]{1,5}):)?([0-9]{1,5})\s*$/;

/** A port alone, and the short forms, as far as a JSON Schema can tell. */
const number = z.number().meta({ type: 'integer', minimum: 1, maximum: 65_535 });
const short = z.string().meta({ pattern: SHORT.source });

/** Ports of a machine: `guest`, `host:guest`, `address:host:guest` or mappings. */
export function ports() {
  const item = z.union([number, short, portSchema], { error: PORT }).transform((value, context): PortSpec => {
    const parsed = typeof value === 'object' ? value : parsePort(String(value));
    if (parsed !== undefined) {
      return { address: parsed.address ?? LOOPBACK, host: parsed.host ?? 0, guest: parsed.guest };
    }
    context.addIssue({ code: 'custom', message: PORT });
    return z.NEVER;
  });
  return z.array(item, { error: 'a list of ports' }).max(MAX_PORTS, { error: `at most ${MAX_PORTS} ports` });
}

function parsePort(text: string): z.output<typeof portSchema> | undefined {
  const parts = SHORT.exec(text);
  if (parts === null) return undefined;
  const [, address, host, guest] = parts;
  const fields = {
    guest,
    ...(host === undefined ? {} : { host }),
    ...(address === undefined ? {} : { address: address.replace(/^\[|\]$/g, '') }),
  };
  return portSchema.safeParse(fields).data;
}
