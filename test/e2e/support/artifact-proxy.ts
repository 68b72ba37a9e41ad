import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

/** Stands between the action and act's artifact server. */
export interface ArtifactProxy extends AsyncDisposable {
  readonly url: string;
}

/**
 * act's artifact server is older than today's toolkit: it refuses the field `mime_type` of requests, and does not escape the
 * signature in the addresses that it gives out. GitHub's own service does neither. This mends both ways; what is stored is
 * act's affair.
 *
 * @param port where act's server listens, on the loopback interface.
 */
export async function startArtifactProxy(port: number): Promise<ArtifactProxy> {
  const server = createServer((incoming, outgoing) => {
    const work = incoming.url?.includes('/twirp/') && incoming.method === 'POST' ? call : pass;
    work(incoming, outgoing, port).catch((error: unknown) => {
      if (outgoing.headersSent) outgoing.destroy();
      else outgoing.writeHead(502).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: own } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${own}/`, [Symbol.asyncDispose]: close };
}

async function call(incoming: IncomingMessage, outgoing: ServerResponse, port: number): Promise<void> {
  const body = (await text(incoming)).replace(/"mime_?[tT]ype":("[^"]*"|\{[^}]*\}),?/, '').replace(/,\}$/, '}');
  const { 'content-length': _, ...headers } = incoming.headers;
  const answer = await forward(incoming, port, { ...headers, 'content-length': `${Buffer.byteLength(body)}` }, body);
  const mended = (await text(answer)).replace(/sig=([\w-]+)=/, 'sig=$1%3D');
  outgoing.writeHead(answer.statusCode ?? 502, { 'content-type': 'application/json' }).end(mended);
}

async function pass(incoming: IncomingMessage, outgoing: ServerResponse, port: number): Promise<void> {
  const answer = await forward(incoming, port, incoming.headers, incoming);
  outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
  await pipeline(answer, outgoing);
}

/** With the header `host` as it came: act makes its addresses from it, and they have to lead here. */
function forward(
  { method, url }: IncomingMessage,
  port: number,
  headers: IncomingMessage['headers'],
  body: string | IncomingMessage,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, method, path: url, headers }, resolve).on('error', reject);
    if (typeof body === 'string') outgoing.end(body);
    else body.on('error', reject).pipe(outgoing);
  });
}
