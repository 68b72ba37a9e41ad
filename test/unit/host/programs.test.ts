import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { checkPrograms, findProgram, type ProgramNeed } from '../../../src/host/programs.ts';

describe('findProgram', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'lago-programs-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    mkdirSync(join(directory, 'bin'));
    mkdirSync(join(directory, 'sbin'));
  });

  function make(path: string, mode = 0o755): string {
    const file = join(directory, path);
    writeFileSync(file, '');
    chmodSync(file, mode);
    return file;
  }

  const find = (name: string, path = join(directory, 'bin')) =>
    findProgram(name, { PATH: path }, [join(directory, 'sbin')]);

  it('looks on PATH, then where daemons are', () => {
    const tool = make('bin/tool');
    const daemon = make('sbin/daemon');
    make('sbin/tool');
    expect([find('tool'), find('daemon'), find('nothing')]).toEqual([tool, daemon, undefined]);
  });

  it('takes an absolute path as it is', () => {
    const tool = make('tool');
    expect([find(tool), find(join(directory, 'nothing'))]).toEqual([tool, undefined]);
  });

  it('wants a file that can be run', () => {
    make('bin/text', 0o644);
    mkdirSync(join(directory, 'bin', 'folder'));
    expect([find('text'), find('folder')]).toEqual([undefined, undefined]);
  });

  it('does not look in the current directory for an empty part of PATH', () => {
    expect(find('package.json', `:${join(directory, 'bin')}`)).toBe(undefined);
    expect(findProgram('tool', {}, [])).toBe(undefined);
  });
});

describe('checkPrograms', () => {
  const needs: ProgramNeed[] = [
    { names: ['virsh'], purpose: 'to talk to libvirt', required: true },
    { names: ['xorriso', 'genisoimage'], purpose: 'to prepare guests', required: false },
  ];

  it('is content with one of several', () => {
    const there = ['virsh', 'genisoimage'];
    const checks = checkPrograms(needs, (name) => (there.includes(name) ? `/usr/bin/${name}` : undefined), 'debian');
    expect(checks).toEqual([{ name: 'programs', status: 'ok', detail: 'installed: virsh, genisoimage' }]);
  });

  it('says of each that is missing what it is for and where to get it', () => {
    expect(checkPrograms(needs, () => undefined, 'fedora')).toEqual([
      {
        name: 'program virsh',
        status: 'error',
        detail: 'not installed; it is needed to talk to libvirt',
        fix: 'Run `sudo dnf install libvirt-client`.',
      },
      {
        name: 'program xorriso',
        status: 'warning',
        detail: 'not installed; it is needed to prepare guests',
        fix: 'Run `sudo dnf install xorriso`.',
      },
    ]);
  });
});
