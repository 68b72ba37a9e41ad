/** All outputs: the source of action.yml and of the README's table (`node scripts/generate-action.mjs`). */
export declare const OUTPUTS: {
    readonly vms: 'JSON list of the machines: `name`, `fqdn`, `ip`, `ips`, `nics` (`net`, `ip`, `mac`), `groups`, `distro`, `ports` (`guest`, `host`, `address`).';
    readonly ips: 'JSON object: name of each machine to its address on the management network.';
    readonly inventory: 'Path of the Ansible inventory in INI form; also in `ANSIBLE_INVENTORY` for later steps.';
    readonly 'inventory-yaml': 'Path of the Ansible inventory in YAML form.';
    readonly 'ssh-config': 'Path of a configuration for `ssh -F` with a host per machine.';
    readonly 'ssh-key': "Path of the environment's private key.";
    readonly workdir: 'Absolute path of the workdir; also in `LAGO_WORKDIR` for later steps.';
    readonly 'cache-hit': '`true` when all templates and layers came from the cache or from the store of the host: nothing was fetched or built.';
    readonly resumed: '`true` when the environment was resumed from a checkpoint, else `false`.';
};
/** Name of an output. */
export type OutputName = keyof typeof OUTPUTS;
