import { describe, expect, it } from 'vitest';
import type { InitOptions, Sdk } from '../../../../src/cli/sdk.ts';
import { initFileSchema } from '../../../../src/initfile/json-schema.ts';
import { planOf } from '../../../support/plan.ts';
import { parse } from '../../initfile/helpers.ts';
import { lago } from '../support.ts';

const warnings = parse('nets:\n  n: {bogus: 1, dhcp: {start: 2, end: 9}}\ndomains: {}\n').warnings.filter(
  ({ code }) => code === 'UNKNOWN_KEY',
);

describe('lago plan', () => {
  const plan = planOf({ nets: { lago: {} }, domains: { vm0: { nics: [{ net: 'lago' }] } } });
  const asked: (InitOptions | undefined)[] = [];
  const sdk: Partial<Sdk> = {
    planInitFile: async (options) => {
      asked.push(options);
      return { json: { domains: { vm0: { memory: 64 } }, xml: { domains: { vm0: '<domain/>' } } }, plan, warnings };
    },
  };

  it.each([
    ['current', undefined],
    ['other', 'other'],
  ])('means by -P %s the prefix that init does', async (name, expected) => {
    await lago(['-P', name, 'plan'], { sdk });
    expect(asked.at(-1)).toEqual(expect.objectContaining({ cwd: '/nowhere' }));
    expect(asked.at(-1)?.prefixName).toBe(expected);
  });

  it('leaves the XML to programs', async () => {
    const { code, out } = await lago(['plan'], { sdk });
    expect({ code, out }).toEqual({ code: 0, out: '[domains]:\n    [vm0]:\n        memory: 64\n' });
    expect((await lago(['plan', '-f', 'flat'], { sdk })).out).toBe('domains/vm0/memory: 64\n');
  });

  it.each(['json', 'yaml'])('prints everything as %s', async (format) => {
    expect((await lago(['plan', '-f', format], { sdk })).out).toContain('<domain/>');
  });

  it('passes file, place and options on', async () => {
    await lago(['plan', 'Env', '--strict', '-w', 'w', '-P', 'p'], { sdk, cwd: '/srv' });
    expect(asked.at(-1)).toMatchObject({ initFile: '/srv/Env', strict: true, workdir: 'w', prefixName: 'p' });
  });
});

describe('lago validate', () => {
  const sdk: Partial<Sdk> = { validateInitFile: async () => ({ warnings }) };

  it('prints ok, and what is doubtful elsewhere', async () => {
    const { code, out, err } = await lago(['validate'], { sdk });
    expect({ code, out }).toEqual({ code: 0, out: 'ok\n' });
    expect(warnings).toHaveLength(1);
    expect(err).toMatch(/^\/work\/LagoInitFile:2:\d+: warning: nets\.n\.bogus: .*\n$/);
  });

  it.each([['-l', 'error'], ['--ignore-warnings']])('is silent about that with %s %s', async (...options) => {
    expect((await lago(['validate', ...options], { sdk })).err).toBe('');
  });
});

describe('lago reap', () => {
  const entry = (uuid: string, error?: unknown) => ({
    uuid,
    prefix: `/p/${uuid}`,
    reason: 'its owner is gone',
    ...(error === undefined ? {} : { error }),
  });
  const reaping = (...entries: ReturnType<typeof entry>[]): Partial<Sdk> => ({ reap: async () => entries });

  it('tells what it removed', async () => {
    const { code, out, err } = await lago(['reap'], { sdk: reaping(entry('u1')) });
    expect(code).toBe(0);
    expect(out).toBe('[u1]:\n    prefix: /p/u1\n    reason: its owner is gone\n');
    expect(err).toBe('removed u1 (/p/u1): its owner is gone\n');
  });

  it('fails when something could not be removed', async () => {
    const { code, out, err } = await lago(['reap', '-f', 'json'], {
      sdk: reaping(entry('u1', new Error('libvirt is away')), entry('u2')),
    });
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual([{ uuid: 'u2', prefix: '/p/u2', reason: 'its owner is gone' }]);
    expect(err).toContain('error: could not remove u1 (/p/u1): libvirt is away\n');
  });

  it('says so when there is nothing', async () => {
    expect(await lago(['reap'], { sdk: reaping() })).toEqual({ code: 0, out: '', err: 'nothing to remove\n' });
  });
});

describe('lago doctor', () => {
  const ok = { name: 'libvirt', status: 'ok', detail: 'answers' } as const;
  const slow = { name: 'KVM', status: 'warning', detail: 'is missing', fix: 'Load it.' } as const;
  const bad = { name: 'virsh', status: 'error', detail: 'not installed', fix: 'Install it\nnow.' } as const;
  const finding = (...checks: (typeof ok | typeof slow | typeof bad)[]): Partial<Sdk> => ({
    doctor: async () => checks,
  });

  it('prints findings with their fixes', async () => {
    const { code, out } = await lago(['doctor'], { sdk: finding(ok, slow, bad) });
    expect(code).toBe(1);
    expect(out).toBe(`ok       libvirt: answers
warning  KVM: is missing
         fix: Load it.
error    virsh: not installed
         fix: Install it
         now.
`);
  });

  it('is content with warnings', async () => {
    expect((await lago(['doctor'], { sdk: finding(ok, slow) })).code).toBe(0);
  });

  it('prints them for programs', async () => {
    expect(JSON.parse((await lago(['doctor', '-f', 'json'], { sdk: finding(ok, bad) })).out)).toEqual([ok, bad]);
    expect((await lago(['doctor', '-f', 'flat'], { sdk: finding(ok) })).out).toBe(
      'libvirt/detail: answers\nlibvirt/status: ok\n',
    );
  });
});

it('lago schema prints the JSON Schema of init files', async () => {
  const { code, out, err } = await lago(['schema']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(JSON.parse(out)).toEqual(initFileSchema());
});
