/** All outputs: the source of action.yml and of the README's table (`node scripts/generate-action.mjs`). */
export const OUTPUTS = {
  vms: 'JSON list of the machines: `name`, `fqdn`, `ip`, `ips`, `nics` (`net`, `ip`, `mac`), `groups`, `distro`, `ports` (`guest`, `host`, `address`).',
  ips: 'JSON object: name of each machine to its address on the management network.',
  inventory: 'Path of the Ansible inventory in INI form; also in `ANSIBLE_INVENTORY` for later steps.',
  'inventory-yaml': 'Path of the Ansible inventory in YAML form.',
  'ssh-config': 'Path of a configuration for `ssh -F` with a host per machine.',
  'ssh-key': "Path of the environment's private key.",
  workdir: 'Absolute path of the workdir; also in `LAGO_WORKDIR` for later steps.',
  'cache-hit':
    '`true` when all templates and layers came from the cache or from the store of the host: nothing was fetched or built.',
  resumed: '`true` when the environment was resumed from a checkpoint, else `false`.',
} as const satisfies Readonly<Record<string, string>>;

/** Name of an output. */
export type OutputName = keyof typeof OUTPUTS;
