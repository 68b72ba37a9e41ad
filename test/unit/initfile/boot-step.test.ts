import { describe, expect, it } from 'vitest';
import { diskFile, errors, parse } from './helpers.ts';

const file = (build: string): string =>
  diskFile(`name: a\ntype: template\ntemplate_name: t\ndev: vda\nformat: qcow2\nbuild:\n  - ${build}`);
const built = (build: string) => [...parse(file(build)).domains.values()][0]?.disks[0]?.build;

describe('boot', () => {
  it('takes single things for lists of one, and keeps what is not said absent', () => {
    expect(built('boot: {run: apt-get update, memory: 1GiB, network: no, env: {N: 3}}')).toEqual([
      { builder: 'boot', options: { run: 'apt-get update', memory: 1024, network: false, env: { N: 3 } } },
    ]);
  });

  it('leaves the variables of commands to the shell of the guest, and expands those of the rest', () => {
    const options = { env: { LAGO_WHERE: '/srv' }, file: '/work/LagoInitFile' };
    const text = file(
      'boot: {run: "echo $HOME $LAGO_WHERE", env: {W: "$LAGO_WHERE"}, copy: {from: a, to: "$LAGO_WHERE"}}',
    );
    const [step] = [...parse(text, options).domains.values()][0]?.disks[0]?.build ?? [];
    expect(step?.options).toEqual({
      run: 'echo $HOME $LAGO_WHERE',
      env: { W: '/srv' },
      copy: { from: 'a', to: '/srv' },
    });
  });

  it.each([
    ['boot: {}', 'WRONG_VALUE', 'boot'],
    ['boot: {env: {A: b}}', 'WRONG_VALUE', 'boot'],
    ['boot: {runs: [a]}', 'NEAR_MISS', 'boot.runs'],
    ['boot: {run: [""]}', 'WRONG_VALUE', 'boot.run[0]'],
    ['boot: {run: a, timeout: 0}', 'WRONG_VALUE', 'boot.timeout'],
    ['boot: {run: a, user: "a b"}', 'WRONG_VALUE', 'boot.user'],
    ['boot: {copy: {from: a, to: etc}}', 'WRONG_VALUE', 'boot.copy.to'],
    ['boot: {copy: [{form: a, to: /etc}]}', 'NEAR_MISS', 'boot.copy[0].form'],
    ['boot: {run: a, env: {"a-b": c}}', 'WRONG_VALUE', 'boot.env'],
    ['boot: [a]', 'WRONG_TYPE', 'boot'],
  ])('%s', (build, code, place) => {
    expect(errors(file(build)).join('\n')).toMatch(
      new RegExp(`${code} .*build\\[0\\]\\.${place.replace(/[[\]]/g, '\\$&')}`),
    );
  });
});
