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

  it('writes the flat format as Lago does: a leaf per line, without the outer Prefix', () => {
    expect(formatOutput(status, 'flat')).toBe(
      [
        'Base directory: /srv/t/.lago/default',
        'Networks/br/management: False',
        'Networks/br/status: down',
        'Networks/mgmt/gateway: 192.168.207.1',
        'Networks/mgmt/management: True',
        'Networks/mgmt/status: up',
        'UUID: 0a1b',
        'VMs/web/NICs/eth0/ip: 192.168.207.2',
        'VMs/web/NICs/eth0/network: mgmt',
        'VMs/web/distro: el7',
        'VMs/web/root password: 123456',
        'VMs/web/status: running',
      ].join('\n'),
    );
  });

  it('keeps every field in JSON, sorted, with four spaces', () => {
    expect(formatOutput(status.Prefix.Networks, 'json')).toBe(
      [
        '{',
        '    "br": {',
        '        "gateway": null,',
        '        "management": false,',
        '        "status": "down"',
        '    },',
        '    "mgmt": {',
        '        "gateway": "192.168.207.1",',
        '        "management": true,',
        '        "status": "up"',
        '    }',
        '}',
      ].join('\n'),
    );
    expect(JSON.parse(formatOutput(status, 'json'))).toEqual(status);
  });

  it('keeps every field in YAML, and quotes numbers that are text', () => {
    expect(formatOutput(status, 'yaml')).toBe(
      [
        'Prefix:',
        '  Base directory: /srv/t/.lago/default',
        '  Networks:',
        '    br:',
        '      gateway: null',
        '      management: false',
        '      status: down',
        '    mgmt:',
        '      gateway: 192.168.207.1',
        '      management: true',
        '      status: up',
        '  UUID: 0a1b',
        '  VMs:',
        '    web:',
        '      NICs:',
        '        eth0:',
        '          ip: 192.168.207.2',
        '          network: mgmt',
        '      distro: el7',
        '      metadata: {}',
        "      root password: '123456'",
        "      snapshots: ''",
        '      status: running',
      ].join('\n'),
    );
    expect(formatOutput({ b: ['x', 'z'], a: [{ k: 'ü' }] }, 'yaml')).toBe('a:\n- k: ü\nb:\n- x\n- z');
  });

  it.each(['default', 'flat'] as const)('prints a list one item per line: %s (Lago D38)', (format) => {
    expect(formatOutput(['a', 'b'], format)).toBe('a\nb');
    expect(formatOutput([], format)).toBe('');
  });

  it('does not repeat earlier items of a list in the flat format (Lago D38)', () => {
    expect(formatOutput({ x: ['a', 'b', true] }, 'flat')).toBe('x: a\nx: b\nx: True');
    expect(formatOutput({ x: ['a', 'b'] }, 'default')).toBe('x: \n    a\n    b');
  });

  it('indents maps inside lists, and tells them apart (Lago D38)', () => {
    const disks = {
      vm0: {
        before: [
          { dev: 'vda', name: 'root' },
          { dev: 'vdb', tags: ['x', 'y'] },
        ],
      },
    };
    expect(formatOutput(disks, 'default')).toBe(
      [
        '[vm0]:',
        '    before: ',
        '        [0]:',
        '            dev: vda',
        '            name: root',
        '        [1]:',
        '            dev: vdb',
        '            tags: ',
        '                x',
        '                y',
      ].join('\n'),
    );
    expect(formatOutput(disks, 'flat')).toBe(
      ['vm0/before/0/dev: vda', 'vm0/before/0/name: root', 'vm0/before/1/dev: vdb', 'vm0/before/1/tags: x'].join('\n') +
        '\nvm0/before/1/tags: y',
    );
  });

  it('quotes what YAML 1.1 takes for something else than text', () => {
    const text = formatOutput({ a: '=', c: 'x=y', d: 'no' }, 'yaml');
    expect(text).toBe("a: '='\nc: x=y\nd: 'no'");
  });
});
