import { Readable } from 'node:stream';
import { throwIfCancelled } from '../../host/errors.ts';
import { connectionError, isFetchFailure, parseHttpUrl, sendRequest } from '../../host/http.ts';
import { type OvaSource, openOva, readContents } from './archive.ts';
import { machineIn, type OvaPlace, placeName } from './import.ts';
import type { OvfMachine } from './ovf.ts';

/** Bytes of a remote OVA in which its description has to come. */
const MAX_PEEK = 8 * 2 ** 20;

/**
 * Reads the description of an OVA and writes nothing. Of a remote one only the beginning is transferred, where the
 * standard has the description; undefined when it is not there.
 *
 * @throws {UserError} `OVA_INVALID`; {@link HostError} `FILE_FAILED`, ...; {@link ToolError} `CONNECTION_FAILED`, `HTTP_STATUS`.
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
  const enough = new AbortController();
  const signals = [enough.signal, ...(signal ? [signal] : [])];
  const chunks: Uint8Array[] = [];
  try {
    const { response } = await sendRequest(url, {}, AbortSignal.any(signals));
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= MAX_PEEK) break;
    }
    return Buffer.concat(chunks);
  } catch (error) {
    throw isFetchFailure(error) ? connectionError(url, error) : error;
  } finally {
    enough.abort();
  }
}
