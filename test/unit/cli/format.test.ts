import { describe, expect, it } from 'vitest';
import { formatOutput } from '../../../src/cli/format.ts';

const status = {
  Prefix: {
    'Base directory': '/srv/t/.lago/default',
    UUID: '0a1b',
    Networks: {
      mgmt: { gateway: '192.168.207.1', management: true, status: 'up' },
      br: { gateway: null, management: false, status: 'down' },
    },
    VMs: {
      web: {
        distro: 'el7',
        'root password': '123456',
        status: 'running',
        snapshots: '',
        metadata: {},
        NICs: { eth0: { network: 'mgmt', ip: '192.168.207.2' } },
      },
    },
  },
};

describe('formatOutput', () => {
  it('writes the default format as Lago does: sorted, empty values left out, Python booleans', () => {
    expect(formatOutput(status, 'default')).toBe(
      [
        '[Prefix]:',
        '    Base directory: /srv/t/.lago/default',
        '    [Networks]:',
        '        [br]:',
        '            management: False',
        '            status: down',
        '        [mgmt]:',
        '            gateway: 192.168.207.1',
        '            management: True',
        '            status: up',
        '    UUID: 0a1b',
        '    [VMs]:',
        '        [web]:',
        '            [NICs]:',
        '                [eth0]:',
        '                    ip: 192.168.207.2',
        '                    network: mgmt',
        '            distro: el7',
        '            root password: 123456',
        '            status: running',
      ].join('\n'),
    );
  });

  it('strips the outer Prefix in the flat format', () => {
    const lines = formatOutput(status, 'flat').split('\n');
    expect(lines).toContain('Networks/mgmt/status: up');
    expect(lines).toContain('VMs/web/NICs/eth0/ip: 192.168.207.2');
    expect(lines.some((line) => line.startsWith('Prefix'))).toBe(false);
  });

  it('prints lists one item per line, also in flat (Lago D38)', () => {
    expect(formatOutput(['a', 'b'], 'default')).toBe('a\nb');
    expect(formatOutput(['a', 'b'], 'flat')).toBe('a\nb');
    expect(formatOutput({ x: ['a', 'b'] }, 'flat')).toBe('x: a\nx: b');
  });

  it('keeps every field in JSON and YAML, and quotes numbers that are text', () => {
    expect(JSON.parse(formatOutput(status, 'json'))).toEqual(status);
    const yaml = formatOutput(status, 'yaml');
    expect(yaml).toMatch(/root password: ['"]123456['"]/);
    expect(yaml).toContain('gateway: null');
    expect(yaml).toContain('metadata: {}');
  });
});
