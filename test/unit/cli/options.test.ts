import { describe, expect, it } from 'vitest';
import { type Config, readConfig } from '../../../src/cli/config/config.ts';
import { optionValues } from '../../../src/cli/option-values.ts';
import { choice, flag, integer, type OptionSpec, seconds, text, texts } from '../../../src/cli/options.ts';
import { UsageError } from '../../../src/cli/usage-error.ts';

const specs = {
  wait: flag('--no-wait', ''),
  output: text('--output <dir>', ''),
  repos: texts('--template-repo-path <path>', ''),
  level: choice('--loglevel <level>', '', ['debug', 'info']),
  depth: integer('--logdepth <number>', ''),
  timeout: seconds('--timeout <time>', ''),
};

const environmentConfig = (env: Readonly<Record<string, string>>) => readConfig([], { env, cwd: '/' });
const nothing: Config = environmentConfig({});

function valuesOf(given: Partial<Record<keyof typeof specs, unknown>>, config: Config = nothing, section = 'verb') {
  const names = new Map<OptionSpec<unknown>, unknown>([
    [specs.wait, given.wait],
    [specs.output, given.output],
    [specs.repos, given.repos],
    [specs.level, given.level],
    [specs.depth, given.depth],
    [specs.timeout, given.timeout],
  ]);
  return optionValues(specs, (spec) => names.get(spec), config, section);
}

describe('option values', () => {
  it('has a fallback for everything', () => {
    expect(valuesOf({})).toEqual({
      wait: false,
      output: undefined,
      repos: [],
      level: undefined,
      depth: undefined,
      timeout: undefined,
    });
  });

  it('reads the command line', () => {
    const given = { wait: true, output: 'x', repos: ['a', 'b'], level: 'debug', depth: '-1', timeout: '2h' };
    expect(valuesOf(given)).toEqual({
      wait: true,
      output: 'x',
      repos: ['a', 'b'],
      level: 'debug',
      depth: -1,
      timeout: 7200,
    });
  });

  it.each([
    ['90', 90],
    ['1.5s', 1.5],
    ['15m', 900],
    ['1d', 86_400],
  ])('reads the time %s', (given, expected) => {
    expect(valuesOf({ timeout: given }).timeout).toBe(expected);
  });

  it.each([
    [{ timeout: '0' }, '--timeout: "0" is not possible: expected a time span above 0'],
    [{ timeout: '-5' }, '--timeout: "-5"'],
    [{ timeout: 'soon' }, '--timeout: "soon"'],
    [{ timeout: '1w' }, '--timeout: "1w"'],
    [{ level: 'loud' }, '--loglevel: "loud" is not possible: expected one of debug, info'],
    [{ depth: '1.5' }, '--logdepth: "1.5" is not possible: expected a whole number'],
    [{ output: '' }, '--output: "" is not possible'],
    [{ repos: ['a', ''] }, '--template-repo-path: ""'],
  ])('refuses %j', (given, message) => {
    expect(() => valuesOf(given)).toThrow(UsageError);
    expect(() => valuesOf(given)).toThrow(message);
  });
});

describe('configuration by environment variables', () => {
  it('gives defaults to global options and to those of a verb', () => {
    const config = environmentConfig({
      LAGO_LOGLEVEL: 'debug',
      LAGO__COLLECT__OUTPUT: 'out',
      LAGO__VERB__OUTPUT: 'mine',
      LAGO__VERB__NO_WAIT: 'true',
      LAGO__VERB__TEMPLATE_REPO_PATH: 'a, b',
    });
    expect(valuesOf({}, config)).toMatchObject({ level: undefined, output: 'mine', wait: true, repos: ['a', 'b'] });
    expect(valuesOf({}, config, 'lago').level).toBe('debug');
    expect(valuesOf({}, config, 'collect').output).toBe('out');
  });

  it('loses against the command line', () => {
    const config = environmentConfig({ LAGO__VERB__OUTPUT: 'configured', LAGO__VERB__TEMPLATE_REPO_PATH: 'c' });
    expect(valuesOf({ output: 'given', repos: ['g'] }, config)).toMatchObject({ output: 'given', repos: ['g'] });
  });

  it('finds verbs with a dash under an underscore', () => {
    const config = environmentConfig({ LAGO__COPY_TO_VM__OUTPUT: 'x' });
    expect(valuesOf({}, config, 'copy-to-vm').output).toBe('x');
  });

  it.each([
    ['LAGO__X', 'no second separator'],
    ['LAGO__', 'nothing at all'],
    ['LAGO_', 'no name'],
    ['XLAGO_LOGLEVEL', 'another prefix'],
  ])('ignores %s: %s', (name) => {
    expect(valuesOf({}, environmentConfig({ [name]: 'debug' }), 'x')).toEqual(valuesOf({}));
  });

  it('ignores empty values', () => {
    expect(valuesOf({}, environmentConfig({ LAGO__VERB__LOGLEVEL: '' }))).toEqual(valuesOf({}));
  });

  it('splits section and name at the first separator that fits', () => {
    const config = environmentConfig({ LAGO__A__B__C: 'x' });
    expect(config.get('a', 'b__c')?.text).toBe('x');
  });

  it('takes a percent sign as it is (Lago D42)', () => {
    expect(valuesOf({}, environmentConfig({ LAGO__VERB__OUTPUT: '100%' })).output).toBe('100%');
  });

  it('does not take for configuration what Lago exports itself (Lago D41)', () => {
    const config = environmentConfig({ LAGO_PREFIX_PATH: '/p', LAGO_WORKDIR_PATH: '/w', LAGO_INITFILE_PATH: '/i' });
    expect(config.entries).toEqual([]);
  });

  it('names the variable whose value is wrong', () => {
    const config = environmentConfig({ LAGO__VERB__TIMEOUT: 'soon' });
    expect(() => valuesOf({}, config)).toThrow('LAGO__VERB__TIMEOUT: "soon" is not possible');
  });
});
