import { PassThrough, Writable } from 'node:stream';
import type { CliIo, Output } from '../../../src/cli/io.ts';
import { runCli } from '../../../src/cli/run.ts';
import type { CliEnvironment, CliVm, Sdk } from '../../../src/cli/sdk.ts';
import type { Verb } from '../../../src/cli/verb.ts';
import { prefixPaths } from '../../../src/environment/prefix.ts';
import { LagoError, messageOf, StateError } from '../../../src/host/errors.ts';
import { formatSize } from '../../../src/host/format-size.ts';
import { lineSink } from '../../../src/host/line-sink.ts';
import { createLogger } from '../../../src/host/log.ts';
import { duration, fileSink, printable } from '../../../src/host/log-sinks.ts';
import { neutralised, neutralisedLine } from '../../../src/host/neutralise.ts';
import { initFileSchema } from '../../../src/initfile/json-schema.ts';
import { formatProblems } from '../../../src/initfile/render.ts';
import { InitFileError } from '../../../src/initfile/types.ts';
import { isBuiltinTemplate } from '../../../src/templates/builtin/names.ts';

/** Keeps what is written. */
export class Sink extends Writable {
  readonly isTTY: boolean;
  text = '';

  constructor(isTTY = false) {
    super({ decodeStrings: false });
    this.isTTY = isTTY;
  }

  override _write(chunk: string | Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}

/** How a test calls the CLI. */
export interface CallOptions {
  readonly sdk?: Partial<Sdk>;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly signal?: AbortSignal;
  /** What is typed at a terminal; without it standard input is no terminal, and empty. */
  readonly typed?: string;
  readonly stderr?: Sink;
  /** None by default, wherever the tests run. */
  readonly configFiles?: readonly string[];
  /** Verbs in place of ours. */
  readonly verbs?: readonly Verb[];
}

export interface CallResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `lago` in this process, with an SDK that fails where the test did not expect a call. */
export async function lago(argv: readonly string[], options: CallOptions = {}): Promise<CallResult> {
  const stdout = new Sink();
  const stderr = options.stderr ?? new Sink();
  const io: CliIo = {
    stdin: stdinOf(options.typed),
    stdout,
    stderr: stderr satisfies Output,
    env: options.env ?? {},
    cwd: options.cwd ?? '/nowhere',
    signal: options.signal ?? new AbortController().signal,
  };
  const sdk = fakeSdk(options.sdk ?? {});
  const { configFiles = [], verbs } = options;
  const code = await runCli(argv, io, { sdk: async () => sdk, configFiles, ...(verbs && { verbs }) });
  return { code, out: stdout.text, err: stderr.text };
}

function stdinOf(typed: string | undefined): CliIo['stdin'] {
  const stream = new PassThrough();
  stream.end(typed ?? '');
  return typed === undefined ? stream : Object.assign(stream, { isTTY: true });
}

function unexpected(name: string): () => never {
  return () => {
    throw new Error(`the test did not expect ${name} to be called`);
  };
}

/** An SDK whose pure parts are real. */
export function fakeSdk(parts: Partial<Sdk>): Sdk {
  return {
    createLogger,
    duration,
    formatSize,
    fileSink,
    formatProblems,
    InitFileError,
    initFileSchema,
    isBuiltinTemplate,
    LagoError,
    lineSink,
    messageOf,
    neutralised,
    neutralisedLine,
    printable,
    addTemplate: unexpected('addTemplate'),
    buildTemplate: unexpected('buildTemplate'),
    destroyEnvironments: unexpected('destroyEnvironments'),
    doctor: unexpected('doctor'),
    hostPaths: unexpected('hostPaths'),
    knownNames: unexpected('knownNames'),
    init: unexpected('init'),
    listEnvironments: unexpected('listEnvironments'),
    listLayers: unexpected('listLayers'),
    listPrefixNames: unexpected('listPrefixNames'),
    listTemplates: unexpected('listTemplates'),
    loadEnv: unexpected('loadEnv'),
    loadExtensions: async (loaded) => ({ loaded, outputFormats: new Map(), verbs: new Map(), warnings: [] }),
    lockInitFile: unexpected('lockInitFile'),
    newInitFile: unexpected('newInitFile'),
    planInitFile: unexpected('planInitFile'),
    pruneLayers: unexpected('pruneLayers'),
    pruneTemplates: unexpected('pruneTemplates'),
    pullTemplates: unexpected('pullTemplates'),
    reap: unexpected('reap'),
    runPluginVerb: unexpected('runPluginVerb'),
    setCurrentPrefix: unexpected('setCurrentPrefix'),
    validateInitFile: unexpected('validateInitFile'),
    verifyTemplates: unexpected('verifyTemplates'),
    ...parts,
  };
}

/** A machine that only has a name, and what a test gives it. */
export function fakeVm(name: string, parts: Partial<CliVm> = {}): CliVm {
  return {
    name,
    state: async () => 'running',
    sshScript: unexpected('sshScript'),
    interactiveConsole: unexpected('interactiveConsole'),
    interactiveSsh: unexpected('interactiveSsh'),
    copyTo: unexpected('copyTo'),
    copyFrom: unexpected('copyFrom'),
    screenshot: unexpected('screenshot'),
    serialLog: '/nowhere/serial.log',
    ...parts,
  };
}

/** An environment with these machines, which counts how often it was closed. */
export class FakeEnvironment implements CliEnvironment {
  readonly uuid = 'a'.repeat(32);
  readonly prefix = '/srv/t/.lago/default';
  readonly paths = prefixPaths(this.prefix);
  readonly #vms: ReadonlyMap<string, CliVm>;
  closed = 0;

  constructor(...vms: readonly CliVm[]) {
    this.#vms = new Map(vms.map((vm) => [vm.name, vm]));
  }

  start: CliEnvironment['start'] = unexpected('start');
  stop: CliEnvironment['stop'] = unexpected('stop');
  shutdown: CliEnvironment['shutdown'] = unexpected('shutdown');
  reboot: CliEnvironment['reboot'] = unexpected('reboot');
  cleanup: CliEnvironment['cleanup'] = unexpected('cleanup');
  sshConfig: CliEnvironment['sshConfig'] = unexpected('sshConfig');
  snapshot: CliEnvironment['snapshot'] = unexpected('snapshot');
  snapshots: CliEnvironment['snapshots'] = unexpected('snapshots');
  revert: CliEnvironment['revert'] = unexpected('revert');
  deleteSnapshot: CliEnvironment['deleteSnapshot'] = unexpected('deleteSnapshot');
  status: CliEnvironment['status'] = unexpected('status');
  ansibleInventory: CliEnvironment['ansibleInventory'] = unexpected('ansibleInventory');
  ansibleInventoryYaml: CliEnvironment['ansibleInventoryYaml'] = unexpected('ansibleInventoryYaml');
  collectArtifacts: CliEnvironment['collectArtifacts'] = unexpected('collectArtifacts');
  exportVms: CliEnvironment['exportVms'] = unexpected('exportVms');
  deploy: CliEnvironment['deploy'] = unexpected('deploy');

  getVms(): ReadonlyMap<string, CliVm> {
    return this.#vms;
  }

  vm(name: string): CliVm {
    const vm = this.#vms.get(name);
    if (vm) return vm;
    throw new StateError('VM_UNKNOWN', `there is no VM ${name}`);
  }

  async close(): Promise<void> {
    this.closed += 1;
  }
}
