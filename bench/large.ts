import { join } from 'node:path';
import { planEnvironment } from '../src/environment/plan.ts';
import { planToJson } from '../src/environment/plan-json.ts';
import { parseInitFile } from '../src/initfile/parse.ts';
import { LibvirtProvider } from '../src/providers/libvirt/provider.ts';
import { planContext } from '../test/support/plan.ts';
import { repeated } from './stats.ts';
import type { Row } from './table.ts';

const MACHINES = 100;
const TIMES = 20;

/** How long it takes to understand and plan an init file with 100 machines, each with two NICs and a disk. */
export async function measureLarge(): Promise<Row[]> {
  const text = largeInitFile();
  const options = { file: join('/work', 'LagoInitFile') };
  const initFile = parseInitFile(text, options);
  const context = planContext();
  const plan = planEnvironment(initFile, context);
  const provider = new LibvirtProvider('qemu:///system');
  return [
    { name: `parse ${MACHINES} VMs`, unit: 'ms', sample: await repeated(TIMES, () => parseInitFile(text, options)) },
    {
      name: `plan ${MACHINES} VMs`,
      unit: 'ms',
      goal: 200,
      sample: await repeated(TIMES, () => planEnvironment(initFile, context)),
    },
    {
      name: `libvirt XML and JSON of ${MACHINES} VMs`,
      unit: 'ms',
      sample: await repeated(TIMES, () => planToJson(plan, provider.describe(plan))),
    },
  ];
}

function largeInitFile(): string {
  const machines = Array.from(
    { length: MACHINES },
    (_, index) => `  vm${index}:
    memory: 512
    nics:
      - net: lab
      - net: storage
    disks:
      - { name: root, type: template, template_name: debian12, dev: vda, format: qcow2 }`,
  );
  return `domains:
${machines.join('\n')}
nets:
  lab: { type: nat, management: true, dns_domain_name: lago.local, dhcp: { start: 150, end: 254 } }
  storage: { type: nat, dhcp: { start: 150, end: 254 } }
`;
}
