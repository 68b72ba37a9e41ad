// biome-ignore-all lint/suspicious/noTemplateCurlyInString: such references are what is tested
import { describe, expect, it } from 'vitest';
import { expandVariables } from '../../../src/initfile/index.ts';
import { disk, diskFile, domain, errors, errorsOf, parse, warnings } from './helpers.ts';

describe('expandVariables', () => {
  const variables = { A: 'one', LONG_NAME2: 'two', EMPTY: '', GONE: undefined };

  it.each([
    ['$A', 'one'],
    ['${A}', 'one'],
    ['x$A/y', 'xone/y'],
    ['${A}B', 'oneB'],
    ['$AB', '$AB'],
    ['$LONG_NAME2', 'two'],
    ['$A$A', 'oneone'],
    ['$OTHER', '$OTHER'],
    ['${OTHER}', '${OTHER}'],
    ['${OTHER:-x}', '${OTHER:-x}'],
    ['${A:-x}', 'one'],
    ['${EMPTY:-x}', 'x'],
    ['${GONE:-x y}', 'x y'],
    ['${GONE:-}', ''],
    ['$EMPTY', ''],
    ['$GONE', '$GONE'],
    ['$', '$'],
    ['$$', '$$'],
    ['$$A', '$one'],
    ['$1 $? ${} ${A', '$1 $? ${} ${A'],
    ['${A:=x}', '${A:=x}'],
    ['$toString $__proto__', '$toString $__proto__'],
  ])('%s', (text, expected) => {
    expect(expandVariables(text, variables)).toBe(expected);
  });

  it('does not look at the result again', () => {
    expect(expandVariables('$A', { A: '$B', B: 'x' })).toBe('$B');
  });

  it('takes values literally', () => {
    expect(expandVariables('$A', { A: "$& $1 $'" })).toBe("$& $1 $'");
  });
});

const FILE = 'name: a\ntype: file\ndev: vda\nformat: raw\npath: ';
const path = (written: string, options = {}) => {
  const found = disk(`${FILE}'${written}'`, options);
  return found.type === 'file' ? found.path : undefined;
};
const codes = (written: string, options = {}) => warnings(diskFile(`${FILE}'${written}'`), options);

describe('variables in an init file', () => {
  it('are LAGO_* ones, from the given environment', () => {
    expect(path('$LAGO_IMAGES/a', { env: { LAGO_IMAGES: '/images' } })).toBe('/images/a');
    expect(path('${LAGO_IMAGES:-/default}/a')).toBe('/default/a');
  });

  it('are never taken from the process', () => {
    expect(path('${PATH:-x}', { allowedVariables: ['PATH'] })).toBe('x');
  });

  it('stay literal when they are not allowed, with a warning that says how to allow them', () => {
    const env = { TOKEN: 'secret' };
    expect(path('$TOKEN/${TOKEN:-x}', { env })).toBe('$TOKEN/${TOKEN:-x}');
    expect(codes('$TOKEN', { env })).toEqual(['11:15 VARIABLE_NOT_ALLOWED domains.vm0.disks[0].path']);
    const [warning] = parse(diskFile(`${FILE}$TOKEN`), { env }).warnings;
    expect(warning?.message).toContain('`$TOKEN`');
    expect(warning?.hint).toContain('add TOKEN to the allowed ones');
  });

  it('expand when they are allowed', () => {
    expect(path('$TOKEN', { env: { TOKEN: 'x' }, allowedVariables: ['TOKEN'] })).toBe('x');
  });

  it('are an error with its place when they are not set and have no default', () => {
    const text = diskFile(`${FILE}'$LAGO_NO'`);
    expect(errors(text)).toEqual(['11:15 VARIABLE_NOT_SET domains.vm0.disks[0].path']);
    const [problem] = errorsOf(text);
    expect(problem?.message).toContain('`$LAGO_NO`');
    expect(problem?.hint).toContain('${LAGO_NO:-');
    expect(errors(diskFile(`${FILE}'$TOKEN'`), { allowedVariables: ['TOKEN'] })).toHaveLength(1);
    expect(path('x${LAGO_NO:-}')).toBe('x');
    expect(path('x$LAGO_EMPTY', { env: { LAGO_EMPTY: '' } })).toBe('x');
  });

  it('know where the file is, whatever the environment says', () => {
    const env = { LAGO_INITFILE_PATH: '/evil' };
    expect(path('$LAGO_INITFILE_PATH/a', { env })).toBe('/work/a');
    expect(path('$LAGO_INITFILE_PATH/a', { env, directory: '/else/where' })).toBe('/else/where/a');
  });

  it('of the environment to be are left for later, without a warning', () => {
    const written = '$LAGO_PREFIX_PATH/${LAGO_WORKDIR_PATH}';
    const env = { LAGO_PREFIX_PATH: '/outer', LAGO_WORKDIR_PATH: '/outer' };
    expect(path(written, { env })).toBe(written);
    expect(codes(written, { env })).toEqual([]);
  });

  it('expand in URLs', () => {
    const env = { LAGO_HOST: 'https://host' };
    expect(domain('type: ova\nurl: $LAGO_HOST/x.ova', { env }).ova).toEqual({ url: 'https://host/x.ova' });
    expect(disk(`${FILE.replace('path', 'url')}$LAGO_HOST/x`, { env })).toMatchObject({ url: 'https://host/x' });
    expect(errors(diskFile(`${FILE.replace('path', 'url')}$LAGO_HOST/x`), { env: { LAGO_HOST: 'host' } })).toEqual([
      '11:14 WRONG_VALUE domains.vm0.disks[0].url',
    ]);
  });

  it('expand in options of builders, not in their names', () => {
    const env = { LAGO_A: 'x' };
    const body = `${FILE}y\nbuild: [{$LAGO_A: {$LAGO_A: $LAGO_A, list: [$LAGO_A, 1]}}]`;
    expect(disk(body, { env }).build).toEqual([{ builder: '$LAGO_A', options: { $LAGO_A: 'x', list: ['x', 1] } }]);
  });

  it('expand nowhere else', () => {
    const env = { LAGO_A: 'x' };
    const body = 'memory: 64\ngroups: [$LAGO_A]\ndistro: $LAGO_A\nartifacts: [$LAGO_A]\nmetadata: {a: $LAGO_A}';
    expect(domain(body, { env })).toMatchObject({
      groups: ['$LAGO_A'],
      distro: '$LAGO_A',
      artifacts: ['$LAGO_A'],
      metadata: { a: '$LAGO_A' },
    });
  });

  it('stay as written in `raw`', () => {
    expect(disk(`${FILE}$LAGO_A`, { env: { LAGO_A: 'x' } }).raw.path).toBe('$LAGO_A');
  });
});
