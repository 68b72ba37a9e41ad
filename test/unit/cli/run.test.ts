import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Interrupt } from '../../../src/cli/io.ts';
import { verbWords } from '../../../src/cli/verb-groups.ts';
import { VERBS } from '../../../src/cli/verbs/index.ts';
import { nodeComplaint, packageVersion } from '../../../src/cli/version.ts';
import { GuestError, HostError, InternalError, StateError, ToolError, UserError } from '../../../src/host/errors.ts';
import { InitFileError } from '../../../src/initfile/types.ts';
import { errorsOf } from '../initfile/helpers.ts';
import { FakeEnvironment, lago, Sink } from './support.ts';

const root = new URL('../../../', import.meta.url).pathname;

describe('help and version', () => {
  it('prints the version', async () => {
    expect(await lago(['--version'])).toEqual({ code: 0, out: `lago ${packageVersion()}\n`, err: '' });
    expect(packageVersion()).toMatch(/^\d+\.\d+\.\d+/);
  });

  it('answers --version without loading anything else', () => {
    const directory = mkdtempSync(join(tmpdir(), 'lago-cli-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    for (const file of ['main.ts', 'io.ts', 'version.ts']) cpSync(join(root, 'src/cli', file), join(directory, file));
    cpSync(join(root, 'package.json'), join(directory, 'package.json'));
    const { status, stdout } = spawnSync(process.execPath, [join(directory, 'main.ts'), '--version'], {
      encoding: 'utf8',
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: `lago ${packageVersion()}\n` });
  });

  it.each([
    ['v20.20.2', 'lago needs Node 24 or newer, but runs on v20.20.2'],
    ['v24.0.0', undefined],
    ['v100.1.0', undefined],
  ])('tells what is wrong with Node %s', (version, complaint) => {
    expect(nodeComplaint(version)).toBe(complaint);
  });

  it('prints its help and fails without a verb', async () => {
    const { code, out, err } = await lago([]);
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toMatch(/^usage: lago/);
  });

  it('lists all verbs in its help', async () => {
    const { code, out } = await lago(['--help']);
    expect(code).toBe(0);
    for (const { word } of verbWords(VERBS, undefined)) expect(out).toMatch(new RegExp(`^ {2}${word}\\b`, 'm'));
  });

  it.each(VERBS.map(({ name }) => name))('explains %s with an example', async (name) => {
    for (const argv of [
      [...name.split(' '), '--help'],
      [...name.split(' '), '-h'],
      ['help', ...name.split(' ')],
    ]) {
      const { code, out, err } = await lago(argv);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toMatch(new RegExp(`^usage: lago ${name}`));
      expect(out).toContain('Example:\n  lago ');
      expect(out).toContain('--out-format');
    }
  });
});

describe('mistakes in the call', () => {
  it.each([
    [['strat'], "unknown command 'strat'"],
    [['help', 'strat'], "unknown command 'strat'"],
    [['help', 'templates', 'lits'], "unknown command 'lits'"],
    [['templates', 'help', 'lits'], "unknown command 'lits'"],
    [['start', '--bogus'], "unknown option '--bogus'"],
    [['--bogus', 'start'], "unknown option '--bogus'"],
    [['status', 'vm0'], 'too many arguments'],
    [['shell'], "missing required argument 'HOST'"],
    [['copy-to-vm', 'vm0', 'here'], "missing required argument 'REMOTE_PATH'"],
    [['status', '-f'], 'the option -f, --out-format <format> needs a value'],
    [['status', '-f', 'xml'], '--out-format: "xml" is not possible: expected one of default, flat, json, yaml'],
    [['status', '-l', 'loud'], '--loglevel: "loud"'],
    [['status', '--log', 'debug'], 'the option --log is ambiguous'],
    [['start', '--timeout', 'soon'], '--timeout: "soon"'],
    [['collect'], 'the option --output is required'],
  ])('%j', async (argv, message) => {
    const { code, out, err } = await lago(argv);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain(`lago: error: ${message}`);
    expect(err).toContain('--help');
  });

  it('shows how the verb is used', async () => {
    expect((await lago(['start', '--bogus'])).err).toMatch(/^usage: lago start \[options\] \[VM\.\.\.\]\n/);
  });

  it.each([
    [['init', '--template-repo', 'x'], 'is ambiguous', 'lago init'],
    [['new', '--template'], 'needs a value', 'lago new'],
    [['templates', 'pull', '--template-repo', 'x'], 'is ambiguous', 'lago templates pull'],
    [['--log', 'x', 'new'], 'is ambiguous', 'lago'],
  ])('points to the help that has the option: %j', async (argv, message, name) => {
    const { err } = await lago(argv);
    expect(err).toContain(message);
    expect(err).toContain(`lago: hint: \`${name} --help\` shows what is possible.`);
  });

  it('suggests the verb that was meant', async () => {
    expect((await lago(['strat'])).err).toContain('Did you mean start?');
  });

  it('names the environment variable whose value is wrong', async () => {
    const { code, err } = await lago(['status'], { env: { LAGO_OUT_FORMAT: 'xml' } });
    expect(code).toBe(2);
    expect(err).toContain('LAGO_OUT_FORMAT: "xml" is not possible');
  });
});

describe('failures of a verb', () => {
  const failing = (error: unknown) => ({
    sdk: {
      loadEnv: async () => {
        throw error;
      },
    },
  });

  it.each([
    [new UserError('X', 'wrong input', { hint: 'Do it right.' }), 2],
    [new HostError('X', 'no KVM', { hint: 'Get one.' }), 2],
    [new StateError('X', 'not there', { hint: 'Make it.' }), 2],
    [new ToolError('X', 'virsh failed', { hint: 'Look.' }), 1],
    [new GuestError('X', 'no SSH', { hint: 'Wait.' }), 1],
  ])('%o', async (error, exitCode) => {
    expect(await lago(['status'], failing(error))).toEqual({
      code: exitCode,
      out: '',
      err: `lago: error: ${error.message} [X]\nlago: hint: ${error.hint}\n`,
    });
  });

  it('has no hint where there is none', async () => {
    expect((await lago(['status'], failing(new ToolError('X', 'broken')))).err).toBe('lago: error: broken [X]\n');
  });

  it('makes text of guests harmless', async () => {
    const { err } = await lago(['status'], failing(new GuestError('X', 'it said \x1b]0;owned\x07')));
    expect(err).toBe('lago: error: it said \\x1b]0;owned\\x07 [X]\n');
  });

  it('shows all mistakes of an init file with their lines', async () => {
    const text = 'domains:\n  vm0:\n    memroy: 64\n    nics: []\n';
    const problems = errorsOf(text);
    const { code, out, err } = await lago(['validate', 'LagoInitFile'], {
      sdk: {
        validateInitFile: async () => {
          throw new InitFileError(problems, text);
        },
      },
    });
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toContain('  3 |     memroy: 64\n    |     ^\n');
    expect(err).toContain(`lago: error: the init file has ${problems.length} errors\n`);
  });

  it('asks for a report of faults of its own, and keeps the stack to itself', async () => {
    const { code, err } = await lago(['status'], failing(new TypeError('x is not a function')));
    expect(code).toBe(1);
    expect(err).toMatch(/^lago: error: unexpected: x is not a function\nlago: hint: .*please report it/);
    expect(err).not.toContain('.ts:');
  });

  it('shows the stack and what is underneath to those who ask', async () => {
    const error = new InternalError('cannot be', { cause: new Error('root of it') });
    const { code, err } = await lago(['-l', 'debug', 'status'], failing(error));
    expect(code).toBe(1);
    expect(err).toMatch(/InternalError: cannot be[\s\S]*\.ts:\d+[\s\S]*caused by Error: root of it/);
  });
});

describe('interruption', () => {
  it.each([
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('by %s ends the verb through its signal', async (name, exitCode) => {
    const controller = new AbortController();
    const env = new FakeEnvironment();
    env.start = async ({ signal } = {}) => {
      controller.abort(new Interrupt(name));
      signal?.throwIfAborted();
    };
    const { code, err } = await lago(['start'], { signal: controller.signal, sdk: { loadEnv: async () => env } });
    expect(code).toBe(exitCode);
    expect(err).toContain(`lago: error: interrupted by ${name}\n`);
    expect(env.closed).toBe(1);
  });
});

describe('the log', () => {
  const sdk = () => {
    const env = new FakeEnvironment();
    return {
      loadEnv: async ({ log }: { log?: import('../../../src/host/log.ts').Logger } = {}) => {
        await log?.task('Outer', async (outer) => {
          await outer.task('Inner', async (inner) => {
            inner.info('some news');
            inner.warning('some danger');
          });
        });
        env.status = async () => ({
          Prefix: { 'Base directory': '/p', UUID: 'u', Networks: {}, VMs: {} },
        });
        return env;
      },
    };
  };

  it('goes to standard error only, as a tree', async () => {
    const { out, err } = await lago(['status'], { sdk: sdk() });
    expect(out).toBe('[Prefix]:\n    Base directory: /p\n    UUID: u\n');
    expect(err).toMatch(/^@ Outer:\n {2}# Inner:\n {4}some news\n {4}warning: some danger\n {2}# Inner: Success/);
  });

  it.each([
    [['-l', 'warning'], /^ {4}warning: some danger\n$/],
    [['-l', 'error'], /^$/],
    [['--logdepth', '1'], /^@ Outer:\n {4}warning: some danger\n@ Outer: Success .*\n$/],
    [['-l', 'warning', '--ignore-warnings'], /^$/],
  ])('obeys %j', async (options, expected) => {
    expect((await lago([...options, 'status'], { sdk: sdk() })).err).toMatch(expected);
  });

  it('takes its level from the environment', async () => {
    expect((await lago(['status'], { sdk: sdk(), env: { LAGO_LOGLEVEL: 'error' } })).err).toBe('');
  });

  it.each([
    ['a terminal', true, {}, true],
    ['a file', false, {}, false],
    ['a terminal with NO_COLOR', true, { NO_COLOR: '1' }, false],
    ['a terminal with an empty NO_COLOR', true, { NO_COLOR: '' }, true],
    ['a dumb terminal', true, { TERM: 'dumb' }, false],
  ])('on %s', async (_name, terminal, env, colored) => {
    const { err } = await lago(['status'], { sdk: sdk(), env, stderr: new Sink(terminal) });
    expect(err.includes('\x1b[3')).toBe(colored);
  });
});
