import { describe, expect, it } from 'vitest';
import { buildStatus } from '../../../src/environment/status.ts';
import { planOf } from '../../support/plan.ts';

const plan = planOf(`
domains:
  web:
    memory: 64
    distro: el7
    root-password: '123456'
    metadata: { team: a }
    nics: [{ net: mgmt }, { net: br }]
    disks: []
nets:
  mgmt: { management: true, gw: 192.168.207.1, dhcp: { start: 100, end: 254 } }
  br: { type: bridge }
`);

const none = () => undefined;

describe('the status of an environment', () => {
  it('has what Lago has, with N/A for an address that nobody knows and null for the gateway of a bridge', () => {
    const { Networks, VMs, ...rest } = buildStatus(
      plan,
      new Set(['mgmt']),
      new Map([['web', 'running']] as const),
      [],
      none,
    ).Prefix;
    expect(rest).toEqual({ 'Base directory': plan.prefix, UUID: plan.uuid });
    expect(Networks).toEqual({
      mgmt: { gateway: '192.168.207.1', management: true, status: 'up' },
      br: { gateway: null, management: false, status: 'down' },
    });
    expect(VMs).toEqual({
      web: {
        distro: 'el7',
        'root password': '123456',
        status: 'running',
        snapshots: '',
        metadata: { team: 'a' },
        NICs: {
          eth0: { network: 'mgmt', ip: expect.stringMatching(/^192\.168\.207\.\d+$/) },
          eth1: { network: 'br', ip: 'N/A' },
        },
      },
    });
  });

  it('has addresses that were found, and names of snapshots', () => {
    const web = plan.domains.get('web');
    if (!web) throw new Error('there is no web');
    const saved = { ...web, spec: { ...web.spec, snapshots: { before: [], after: [] } } };
    const changed = { ...plan, domains: new Map([['web', saved]]) };
    const found = (vm: string, nic: number) => (vm === 'web' && nic === 1 ? '10.0.0.7' : undefined);
    const { web: status } = buildStatus(changed, new Set(), new Map(), [], found).Prefix.VMs;
    expect(status).toMatchObject({ snapshots: 'before, after', NICs: { eth1: { ip: '10.0.0.7' } } });
  });
});
