import { describe, expect, it } from 'vitest';
import { INPUTS, type InputName } from '../../../src/action/inputs.ts';
import { readSettings } from '../../../src/action/settings.ts';

/** Reads inputs as a workflow gives them, over the defaults of action.yml. */
function settings(given: Partial<Record<InputName, string>> = {}) {
  return readSettings((name) => given[name] ?? INPUTS[name].default, '/workspace');
}

describe('readSettings', () => {
  it('has sensible defaults, with paths in the workspace', () => {
    expect(settings()).toEqual({
      initFile: '/workspace/LagoInitFile',
      workdir: '/workspace/.lago',
      templateRepos: undefined,
      templateStore: undefined,
      cache: 'true',
      cacheBudget: 10e9,
      frozen: false,
      noCache: false,
      acceleration: 'auto',
      start: true,
      collect: 'on-failure',
      artifactName: undefined,
      retentionDays: 0,
      destroy: true,
      sshTimeout: undefined,
      timeout: undefined,
      setup: false,
      strict: false,
      allowHostPaths: [],
      allowVariables: [],
    });
  });

  it('takes an empty input for one that is not given', () => {
    const empty = Object.fromEntries(Object.keys(INPUTS).map((name) => [name, '']));
    expect(settings(empty)).toEqual(settings());
  });

  it.each([
    ['90', 90],
    ['90s', 90],
    ['1.5m', 90],
    ['1h', 3600],
  ])('reads the time span %s', (text, seconds) => {
    expect(settings({ 'ssh-timeout': text, timeout: text })).toMatchObject({ sshTimeout: seconds, timeout: seconds });
  });

  it('reads lists by commas and lines', () => {
    const { templateRepos, allowHostPaths } = settings({
      'template-repo': 'https://example.org/repo.json,\n  repo.json\n',
      'allow-host-paths': '/srv/images, images',
    });
    expect(templateRepos).toEqual(['https://example.org/repo.json', 'repo.json']);
    expect(allowHostPaths).toEqual(['/srv/images', '/workspace/images']);
  });

  it.each([
    ['cache', 'yes', '`true`, `false`, `templates`, `layers`, `all`'],
    ['cache-budget', '10 GB', 'a number of gigabytes'],
    ['frozen', 'yes', '`true` or `false`'],
    ['no-cache', 'yes', '`true` or `false`'],
    ['start', '1', '`true` or `false`'],
    ['destroy', 'no', '`true` or `false`'],
    ['setup', 'on', '`true` or `false`'],
    ['strict', 'TrUe', '`true` or `false`'],
    ['acceleration', 'hvf', '`auto`, `kvm`, `tcg`'],
    ['collect', 'On-Failure', '`on-failure`, `always`, `never`'],
    ['retention-days', '-1', 'a number of days from 0 to 400'],
    ['retention-days', '401', 'a number of days from 0 to 400'],
    ['retention-days', '1.5', 'a number of days from 0 to 400'],
    ['ssh-timeout', 'soon', 'a time span above 0'],
    ['ssh-timeout', '0', 'a time span above 0'],
    ['timeout', '-5', 'a time span above 0'],
    ['timeout', '5 d', 'a time span above 0'],
    ['timeout', '999999h', 'a time span above 0'],
  ] as const)('refuses %s: %s', (name, value, expected) => {
    expect(() => settings({ [name]: value })).toThrow(`the input ${name} is "${value}"; expected ${expected}`);
  });

  it('does not repeat a value of any length', () => {
    expect(() => settings({ cache: 'x'.repeat(1e6) })).toThrow(/^.{100,300}$/);
  });
});
