import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import {
  createLogger,
  destroyEnvironments,
  type InitOptions,
  type LogEvent,
  listEnvironments,
} from '../../src/index.ts';

/** Tests share one libvirt, and so its subnets. */
const LEASES = '/var/lib/lago/subnets';

/** Where a test keeps everything of its own: a state directory, a store, a workspace. Reachable by QEMU's user. */
export interface Sandbox {
  readonly root: string;
  /** Options for every call into the SDK. */
  readonly common: Required<Pick<InitOptions, 'log' | 'stateDir' | 'leaseDir' | 'cwd'>>;
  /** Options for `init`, with the workdir `<root>/work/.lago`. */
  readonly options: Required<Pick<InitOptions, 'templateRepos' | 'log' | 'stateDir' | 'leaseDir' | 'cwd'>>;
  readonly events: LogEvent[];
  /** Messages of one level, in order. */
  messages(level: 'info' | 'warning' | 'error'): string[];
  /** Writes a file in the workspace and gives its path. */
  write(name: string, content: string): string;
  /** What environments of this sandbox have left behind; empty when all is as before. */
  leftovers(): string[];
  remove(): void;
}

/** The repository of guest templates that `npm test` builds. */
export function testTemplates(): string {
  const path = process.env.LAGO_TEST_TEMPLATES;
  if (path === undefined) throw new Error('LAGO_TEST_TEMPLATES is not set: run the tests by `npm test`');
  return path;
}

/** Makes a sandbox. The host's libvirt is the testbed's, shared with other tests, so only own traces are looked at. */
export function sandbox(): Sandbox {
  const root = mkdtempSync('/var/tmp/lago-test-');
  execFileSync('chmod', ['755', root]);
  const cwd = join(root, 'work');
  execFileSync('mkdir', ['-p', cwd, join(root, 'state')]);
  const events: LogEvent[] = [];
  const log = createLogger((event) => events.push(event));
  const common = { log, stateDir: join(root, 'state'), leaseDir: LEASES, cwd };
  return {
    root,
    common,
    options: { ...common, templateRepos: [testTemplates()] },
    events,
    messages: (level) =>
      events.flatMap((event) => (event.kind === 'message' && event.level === level ? [event.text] : [])),
    write: (name, content) => {
      writeFileSync(join(cwd, name), content);
      return join(cwd, name);
    },
    leftovers: () => leftovers(root),
    // Who was killed in a test may still be writing for a moment.
    remove: () => rmSync(root, { recursive: true, force: true, maxRetries: 10 }),
  };
}

function leftovers(root: string): string[] {
  const processes = lines(execFileSync('ps', ['-eo', 'args=']))
    .filter((line) => line.includes(root) && !line.includes('vitest'))
    .map((line) => `process ${line}`);
  const inside = (path: string) => (existsSync(path) ? readdirSync(path).map((name) => join(path, name)) : []);
  const files = ['state/environments', 'state/images', 'work/.lago'].flatMap((name) => inside(join(root, name)));
  const leases = inside(LEASES).filter((path) => readText(path).includes(root));
  const workdir = existsSync(join(root, 'work/.lago')) ? [join(root, 'work/.lago')] : [];
  return [...processes, ...files, ...leases, ...workdir];
}

/** Fails when something is left. Environments are taken away before that: the test's second turn is to meet none. */
export async function expectNothingLeft(box: Sandbox): Promise<void> {
  const left = box.leftovers();
  for (const { uuid } of await listEnvironments(box.common)) await destroyEnvironments({ ...box.common, uuid });
  expect(left).toEqual([]);
}

/** Another test may take its lease away meanwhile. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Libvirt objects whose names start with an environment's uuid, and its bridges. */
export function libvirtTraces(uuid: string): string[] {
  const short = uuid.slice(0, 4);
  const virsh = (...args: string[]) => lines(execFileSync('virsh', ['-q', '-c', 'qemu:///system', ...args]));
  return [
    ...virsh('list', '--all', '--name').filter((name) => name.startsWith(uuid.slice(0, 8))),
    ...virsh('net-list', '--all', '--name').filter((name) => name.startsWith(`${short}-`)),
    ...lines(execFileSync('ip', ['-o', 'link', 'show', 'type', 'bridge'])).filter((line) =>
      line.includes(`: ${short}-`),
    ),
  ];
}

function lines(output: Buffer): string[] {
  return output
    .toString()
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** A LagoInitFile with one small VM per name, all on one management network. */
export function microFile(names: readonly string[], more: Readonly<Record<string, unknown>> = {}): string {
  const vm = {
    memory: 256,
    vcpu: 1,
    nics: [{ net: 'lago' }],
    disks: [{ template_name: 'micro', type: 'template', name: 'root', dev: 'vda', format: 'qcow2' }],
    ...more,
  };
  const domains = Object.fromEntries(names.map((name) => [name, vm]));
  return JSON.stringify(
    { domains, nets: { lago: { type: 'nat', dhcp: { start: 100, end: 254 }, management: true } } },
    null,
    2,
  );
}
