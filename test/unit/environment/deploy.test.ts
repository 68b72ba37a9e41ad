import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Deployable, deploy } from '../../../src/environment/deploy.ts';
import { StateError } from '../../../src/host/errors.ts';
import { createLogger } from '../../../src/host/log.ts';
import { connectTo } from '../guest/support/guest.ts';
import { startServer, type TestServer } from '../guest/support/ssh-server.ts';

let root: string;
let server: TestServer;
const closing: { close(): Promise<void> }[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lago-deploy-'));
  server = await startServer({ cwd: root });
});
afterEach(async () => {
  for (const connection of closing.splice(0)) await connection.close();
  await server[Symbol.asyncDispose]();
  await rm(root, { recursive: true });
});

/** A machine behind the test's SSH server; one that does not run has none. */
function machine(name: string, runs = true): Deployable {
  return {
    name,
    fqdn: `${name}.lago.local`,
    allIps: () => ['192.168.200.2', '192.168.201.2'],
    inventoryHost: () => ({
      name,
      ip: '192.168.200.2',
      port: undefined,
      user: 'root',
      privateKeyFile: '',
      knownHostsFile: '',
      spec: {},
      groups: [],
    }),
    async reach() {
      if (!runs) throw new StateError('VM_NOT_RUNNING', `VM ${name} is not running (state: down)`);
      const connection = connectTo(server.port);
      closing.push(connection);
      return connection;
    },
  };
}

/** Scripts by machine and name; gives what `deploy` is called with. */
async function deployScripts(
  scripts: Readonly<Record<string, Readonly<Record<string, string>>>>,
  options: { readonly down?: readonly string[]; readonly signal?: AbortSignal } = {},
) {
  const domains = [];
  for (const [vm, texts] of Object.entries(scripts)) {
    const deployScripts = [];
    for (const [name, text] of Object.entries(texts)) {
      const file = join(root, `${vm}_${name}`);
      await writeFile(file, text);
      deployScripts.push({ name: `scripts/${name}`, source: file, file });
    }
    domains.push({ name: vm, deployScripts });
  }
  const plan = { uuid: 'a'.repeat(32), domains: new Map() };
  for (const domain of domains) Object.assign(plan, { domains: new Map([...plan.domains, [domain.name, domain]]) });
  const vm = (name: string) => machine(name, !options.down?.includes(name));
  return deploy({ plan, paths: { logs: join(root, 'logs') }, vm }, domains, {
    log: createLogger(),
    signal: options.signal,
  });
}

const output = (name: string) => readFile(join(root, 'logs/deploy', name), 'utf8');

it('runs the scripts of a machine in order, with variables, and keeps what each wrote', async () => {
  const done = await deployScripts({
    web: {
      'a.sh': 'echo "$LAGO_VM $LAGO_FQDN $LAGO_IP"; echo "$LAGO_IPS|$LAGO_VMS|$LAGO_UUID" >&2; echo 1 > order',
      'b.sh': 'echo 2 >> order; cat order; echo "args: $#"',
    },
    db: { 'c.sh': 'echo "$LAGO_VM"' },
  });
  expect(done.map(({ vm, script }) => [vm, script])).toEqual([
    ['web', 'scripts/a.sh'],
    ['web', 'scripts/b.sh'],
    ['db', 'scripts/c.sh'],
  ]);
  const first = await output('web/01-web_a.sh.log');
  expect(first).toContain('web web.lago.local 192.168.200.2\n');
  expect(first).toContain(`192.168.200.2 192.168.201.2|web db|${'a'.repeat(32)}\n`);
  expect(await output('web/02-web_b.sh.log')).toBe('1\n2\nargs: 0\n');
  expect(await output('db/01-db_c.sh.log')).toBe('db\n');
  expect((await stat(done[0]?.logFile ?? '')).mode & 0o777).toBe(0o600);
});

it('stops a machine at its first failure, and shows the end of its output', async () => {
  const failing = deployScripts({
    web: {
      'a.sh': 'i=0; while [ $i -lt 40 ]; do echo "line $i"; i=$((i+1)); done; printf "\\033[31mlast words" >&2; exit 7',
      'never.sh': 'echo never',
    },
    db: { 'ok.sh': 'echo fine' },
  });
  const failure: unknown = await failing.catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'DEPLOY_FAILED', exitCode: 1 });
  const message = String(failure);
  expect(message).toContain('VM web: the deploy script scripts/a.sh ended with exit code 7');
  expect(message).toContain('line 39');
  expect(message).not.toContain('line 20\n');
  expect(message).toContain('last words');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  expect(message).not.toMatch(/\u001b/);
  expect(failure).toMatchObject({ hint: expect.stringContaining('logs/deploy/web/01-web_a.sh.log') });
  expect(await output('web/01-web_a.sh.log')).toContain('line 0\n');
  expect(await readdir(join(root, 'logs/deploy/web'))).toEqual(['01-web_a.sh.log']);
  // The other machine was not held up.
  expect(await output('db/01-db_ok.sh.log')).toBe('fine\n');
});

it('lists the failures of several machines, and forgets the output of earlier deployments', async () => {
  await deployScripts({ web: { 'a.sh': 'true', 'b.sh': 'true' } });
  const failing = deployScripts({ web: { 'a.sh': 'exit 2' }, db: { 'a.sh': 'exit 1' } }, { down: ['db'] });
  await expect(failing).rejects.toMatchObject({
    code: 'DEPLOY_FAILED',
    message: expect.stringMatching(/VM db is not running[\s\S]*exit code 2|exit code 2[\s\S]*VM db is not running/),
  });
  expect(await readdir(join(root, 'logs/deploy/web'))).toEqual(['01-web_a.sh.log']);
});

it('a single machine that does not run is just that', async () => {
  await expect(deployScripts({ db: { 'a.sh': 'true' } }, { down: ['db'] })).rejects.toMatchObject({
    code: 'VM_NOT_RUNNING',
    exitCode: 2,
  });
});

it('does nothing without scripts', async () => {
  expect(await deployScripts({ web: {} })).toEqual([]);
  expect(server.commands).toEqual([]);
});

it('ends when it is cancelled, also in the middle of a script', async () => {
  const abort = new AbortController();
  const running = deployScripts({ web: { 'a.sh': 'echo begun > begun; exec sleep 600' } }, { signal: abort.signal });
  await expect.poll(() => readdir(root)).toContain('begun');
  abort.abort();
  await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
});
