import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { TEMPLATES } from './setting.ts';

/** Serves templates of the tests' repository over HTTP. */
export interface TemplateServer extends AsyncDisposable {
  /** Address of the repository file. */
  readonly url: string;
  /** How many images were asked for. */
  readonly images: number;
}

interface Repository {
  readonly templates: Readonly<
    Record<string, { readonly versions: Readonly<Record<string, { readonly handle: string }>> }>
  >;
}

/** @param names templates to offer. */
export async function serveTemplates(names: readonly string[]): Promise<TemplateServer> {
  const root = dirname(TEMPLATES);
  const { templates } = JSON.parse(readFileSync(TEMPLATES, 'utf8')) as Repository;
  const offered = Object.fromEntries(names.map((name) => [name, versionsOf(templates[name])]));
  let images = 0;
  const server = createServer(({ url = '/', method }, response) => {
    if (url === '/repo.json') {
      response.end(JSON.stringify({ name: 'served', sources: { here: SOURCE }, templates: offered }));
      return;
    }
    const file = join(root, new URL(url, 'http://here').pathname);
    const stat = statSync(file, { throwIfNoEntry: false });
    if (!stat?.isFile()) {
      response.writeHead(404).end();
      return;
    }
    if (file.endsWith('.qcow2') && method === 'GET') images += 1;
    response.writeHead(200, { 'content-length': stat.size });
    if (method === 'HEAD') response.end();
    else createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    url: `http://127.0.0.1:${port}/repo.json`,
    get images() {
      return images;
    },
    [Symbol.asyncDispose]: close,
  };
}

const SOURCE = { type: 'http', args: { baseurl: '.' } };

function versionsOf(template: Repository['templates'][string] | undefined) {
  if (template === undefined) throw new Error('the test repository lacks a template');
  const versions = Object.entries(template.versions).map(([name, version]) => [name, { ...version, source: 'here' }]);
  return { versions: Object.fromEntries(versions) };
}
