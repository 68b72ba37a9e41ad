import { describe, expect, it } from 'vitest';
import { orderArgv } from '../../../src/cli/argv.ts';
import { buildProgram } from '../../../src/cli/program.ts';
import { UsageError } from '../../../src/cli/usage-error.ts';
import { VERBS } from '../../../src/cli/verbs/index.ts';
import { Sink } from './support.ts';

function order(line: string): string {
  const io = {
    stdin: process.stdin,
    stdout: new Sink(),
    stderr: new Sink(),
    env: {},
    cwd: '/',
    signal: new AbortController().signal,
  };
  const program = buildProgram(VERBS, io, async () => {});
  const ordered = orderArgv(line.split(' '), program.command, (verb) => program.verbOf(verb)?.passThrough === true);
  return ordered.argv.join(' ');
}

describe('orderArgv', () => {
  it.each([
    ['-f json status', '--out-format=json status'],
    ['status -f json', '--out-format=json status'],
    ['status -fjson', '--out-format=json status'],
    ['status --out-format=json', '--out-format=json status'],
    ['status --out json', '--out-format=json status'],
    ['--workdir /w status --prefix-name a', '--workdir-path=/w --prefix-name=a status'],
    ['--loglevel debug --logdepth -1 start vm0', '--loglevel=debug --logdepth=-1 start vm0'],
    ['start vm0 --logdepth -1 vm1', '--logdepth=-1 start vm0 vm1'],
    ['start --no-w vm0', 'start --no-wait vm0'],
    ['start --ssh-ti 30 vm0', 'start --ssh-timeout=30 vm0'],
    ['--ssh-timeout 3 start vm0', '--ssh-timeout=3 start vm0'],
    ['stop --ssh-ti 3 vm0', '--ssh-timeout=3 stop vm0'],
    ['ansible-hosts -k groups vm-type -f json', '--out-format=json ansible-hosts --keys groups vm-type'],
    ['init --template-repo-path a --template-repo-path b', 'init --template-repo-path=a --template-repo-path=b'],
    ['start -- -l', 'start -- -l'],
    ['start -', 'start -'],
  ])('%s', (given, expected) => {
    expect(order(given)).toBe(expected);
  });

  it.each([
    ['shell vm0 -c ls -l', 'shell vm0 -c ls -l'],
    ['shell -l debug vm0 cat --out-format -f', '--loglevel=debug shell vm0 cat --out-format -f'],
    ['-l debug shell vm0 -- --help', '--loglevel=debug shell vm0 -- --help'],
  ])('leaves what follows the machine alone: %s', (given, expected) => {
    expect(order(given)).toBe(expected);
  });

  it.each([
    '-x status',
    '--bogus status',
    'status --bogus',
    'status -x',
    'bogus -f json',
    'start --help',
  ])('leaves what it does not know to the parser: %s', (line) => {
    expect(order(line)).toBe(line);
  });

  it.each(['status -f', '-f', 'start --ssh-timeout'])('refuses an option without its value: %s', (line) => {
    expect(() => order(line)).toThrow(/^the option .* needs a value$/);
  });

  it('names the candidates of an ambiguous beginning', () => {
    expect(() => order('status --log debug')).toThrow(UsageError);
    expect(() => order('status --log debug')).toThrow('--log is ambiguous: it could be --loglevel, --logdepth');
  });

  it('takes an exact name although it begins another one', () => {
    expect(order('init --template-repo-path a --template-repos b')).toContain('--template-repos=b');
  });
});
