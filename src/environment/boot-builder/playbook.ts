import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ToolError } from '../../host/errors.ts';
import { tryRun } from '../../host/exec.ts';
import { ansibleInventory } from '../../inventory/ansible.ts';
import type { BootItem } from './item.ts';
import type { Action } from './steps.ts';

/** How Ansible gets into the guest. */
export interface PlaybookAccess {
  /** Text of the private key. */
  readonly privateKey: string;
  /** Port of 127.0.0.1 that leads to the guest. */
  readonly port: number;
  /** Scratch directory, for this boot only. */
  readonly directory: string;
  /** Name of the VM: the host of the inventory. */
  readonly vm: string;
}

/** Running an Ansible playbook of this host against the guest, from the playbook's own directory. */
export function playbookAction({ playbook, env }: BootItem, access: PlaybookAccess): Action[] {
  if (playbook === undefined) return [];
  return [
    {
      title: `playbook ${playbook}`,
      run: async ({ timeout, signal, output }) => {
        const inventory = await writeInventory(access);
        // The kernel ends Ansible when this process is killed.
        const args = ['--pdeathsig', 'KILL', '--', 'ansible-playbook', '-i', inventory, playbook];
        const { code } = await tryRun('setpriv', args, {
          cwd: dirname(playbook),
          env: { ...ansibleVariables(access), ...env },
          timeout,
          signal,
          onLine: output.line,
        });
        if (code === 0) return;
        throw new ToolError('TOOL_FAILED', `ansible-playbook failed with exit code ${code}`);
      },
    },
  ];
}

/** What keeps Ansible to itself and fit for a log. */
function ansibleVariables({ directory }: PlaybookAccess): Record<string, string> {
  return {
    ANSIBLE_NOCOLOR: '1',
    ANSIBLE_FORCE_COLOR: '0',
    ANSIBLE_RETRY_FILES_ENABLED: '0',
    ANSIBLE_LOCAL_TEMP: join(directory, 'ansible'),
    ANSIBLE_TIMEOUT: '60',
    // Plugins lie beside the playbook, which is not ours to write to.
    PYTHONDONTWRITEBYTECODE: '1',
    // Ansible refuses other encodings.
    LC_ALL: 'C.UTF-8',
  };
}

async function writeInventory({ directory, privateKey, port, vm }: PlaybookAccess): Promise<string> {
  const [privateKeyFile, inventory] = [join(directory, 'key'), join(directory, 'inventory')];
  await writeFile(privateKeyFile, privateKey, { mode: 0o600 });
  const host = { name: vm, ip: '127.0.0.1', port, user: 'root', privateKeyFile, spec: {}, groups: ['build'] };
  await writeFile(inventory, ansibleInventory([host]));
  return inventory;
}
