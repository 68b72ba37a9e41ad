import { Readable } from 'node:stream';
import { throwIfCancelled } from '../../host/errors.ts';
import { parseHttpUrl, sendRequest } from '../../host/http.ts';
import { withRetries } from '../../host/retry.ts';
import { type OvaSource, openOva, readContents } from './archive.ts';
import { machineIn, type OvaPlace, placeName } from './import.ts';
import type { OvfMachine } from './ovf.ts';

/** Bytes of a remote OVA in which its description has to come. */
const MAX_PEEK = 8 * 2 ** 20;
const RETRY = { retries: 2, stallTimeoutMs: 20_000 };

/**
 * Reads the description of an OVA and writes nothing. Of a remote one only the beginning is transferred, where the
 * standard has the description; undefined when it is not there.
 *
 * @throws {UserError} `OVA_INVALID`; {@link HostError} `FILE_FAILED`, ...; {@link ToolError} `CONNECTION_FAILED`, `HTTP_STATUS`, ...;
 * {@link CancelledError}.
 */
export async function peekOva(place: OvaPlace, signal?: AbortSignal): Promise<OvfMachine | undefined> {
  const name = placeName(place);
  if (place.kind === 'file') {
    return machineIn(await readContents({ name, signal, open: () => openOva(place.path) }), name);
  }
  const beginning = await fetchBeginning(place.url, signal);
  const source: OvaSource = { name, signal, open: async () => Readable.from([beginning]) };
  const contents = await readContents(source, true).catch(() => undefined);
  throwIfCancelled(signal, `reading ${name}`);
  return contents === undefined || contents.descriptions.length === 0 ? undefined : machineIn(contents, name);
}

async function fetchBeginning(text: string, signal?: AbortSignal): Promise<Buffer> {
  const url = parseHttpUrl(text);
  // What ends the attempt lets go of the rest.
  return withRetries(url, { ...RETRY, signal }, async (attempt) => {
    const { response } = await sendRequest(url, {}, attempt.signal);
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      bytes += chunk.length;
      attempt.progress(bytes, chunk.length);
      if (bytes >= MAX_PEEK) break;
    }
    return Buffer.concat(chunks);
  });
}
