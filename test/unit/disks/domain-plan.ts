import type { DomainPlan } from '../../../src/providers/plan.ts';

/** A planned domain with two NICs, to be varied. */
export function domainPlan(more: Partial<DomainPlan> = {}): DomainPlan {
  return {
    name: 'web',
    libvirtName: '01234567-web',
    uuid: '00000000-0000-4000-8000-000000000001',
    memory: 512,
    vcpu: 1,
    cpu: { kind: 'host', numa: [] },
    nics: [
      { index: 0, net: 'data', libvirtNet: '0123-data', ip: '192.168.201.2', mac: '54:52:c0:a8:c9:02' },
      { index: 1, net: 'mgmt', libvirtNet: '0123-mgmt', ip: '192.168.200.2', mac: '54:52:C0:A8:C8:02', mtu: 9000 },
    ],
    disks: [],
    managementNet: 'mgmt',
    ip: '192.168.200.2',
    fqdn: 'web.lago.local',
    sshUser: 'root',
    bootTimeout: 600,
    provisioning: { kind: 'none' },
    oemStrings: [],
    groups: [],
    artifacts: [],
    vmProvider: 'local-libvirt',
    vmType: 'default',
    serialLog: '/logs/web-serial.log',
    spec: {},
    ...more,
  };
}
