/** What an input's text has to be. */
export type InputType = {
    readonly kind: 'text';
} | {
    readonly kind: 'list';
} | {
    readonly kind: 'boolean';
} | {
    readonly kind: 'choice';
    readonly values: readonly string[];
} | {
    readonly kind: 'days';
} | {
    readonly kind: 'gigabytes';
} | {
    readonly kind: 'seconds';
};
/** One input as users see it in action.yml and in the README. */
export interface InputSpec {
    readonly description: string;
    /** Empty means: not given. May be an expression of the workflow. */
    readonly default: string;
    readonly type: InputType;
    /** Not for users: left out of the README. */
    readonly hidden?: boolean;
}
/** How KVM is used, as the input `acceleration` says it. */
export declare const ACCELERATIONS: readonly ['auto', 'kvm', 'tcg'];
/** When artifacts are collected, as the input `collect` says it. */
export declare const COLLECT_WHEN: readonly ['on-failure', 'always', 'never'];
/** What is kept in the cache, as the input `cache` says it. */
export declare const CACHE_CHOICES: readonly ['true', 'false', 'templates', 'layers', 'all'];
/** All inputs: the source of action.yml and of the README's table (`node scripts/generate-action.mjs`). */
export declare const INPUTS: {
    readonly 'init-file': {
        readonly description: 'Path of the LagoInitFile that describes the environment.';
        readonly default: 'LagoInitFile';
        readonly type: {
            readonly kind: 'text';
        };
    };
    readonly workdir: {
        readonly description: 'Directory of the environment. It must not exist yet.';
        readonly default: '.lago';
        readonly type: {
            readonly kind: 'text';
        };
    };
    readonly 'template-repo': {
        readonly description: 'Template repositories: paths or URLs of repository files, separated by commas or line breaks. The first that has a template wins.';
        readonly default: '';
        readonly type: {
            readonly kind: 'list';
        };
    };
    readonly 'template-store': {
        readonly description: 'Directory that keeps templates between runs; by default `store` below `/var/lib/lago`, or below `~/.local/share/lago` for users without rights there.';
        readonly default: '';
        readonly type: {
            readonly kind: 'text';
        };
    };
    readonly cache: {
        readonly description: 'What is kept in the cache of GitHub Actions, an entry each: `true` (templates and layers), `templates`, `layers`, `false`, or `all`, which also takes what is as quickly fetched or built as restored. Only what the store of the host lacks is restored; what was fetched or built is saved as soon as it is verified, so that a job that fails later does not lose it.';
        readonly default: 'true';
        readonly type: {
            readonly kind: 'choice';
            readonly values: readonly ["true", "false", "templates", "layers", "all"];
        };
    };
    readonly 'cache-budget': {
        readonly description: 'Most that the cache entries of this job may have together, in GB; what may go beyond, by its size before compression, is not saved.';
        readonly default: '10';
        readonly type: {
            readonly kind: 'gigabytes';
        };
    };
    readonly frozen: {
        readonly description: 'Takes exactly what the lock file beside the init file says (`LagoInitFile.lock`, written by `lago lock`): fails when it is missing or out of date.';
        readonly default: 'false';
        readonly type: {
            readonly kind: 'boolean';
        };
    };
    readonly 'no-cache': {
        readonly description: 'Builds all layers anew, whatever the store and the cache have. The new ones replace those of the store; entries of the cache cannot be replaced: delete them (`gh cache delete <key>`, the report has the keys) to have the new ones saved.';
        readonly default: 'false';
        readonly type: {
            readonly kind: 'boolean';
        };
    };
    readonly acceleration: {
        readonly description: '`auto` uses KVM where it works and emulates with a warning where it does not, `kvm` refuses to emulate, `tcg` always emulates.';
        readonly default: 'auto';
        readonly type: {
            readonly kind: 'choice';
            readonly values: readonly ["auto", "kvm", "tcg"];
        };
    };
    readonly start: {
        readonly description: 'Starts the machines and waits until SSH answers. Otherwise `lago start` does it in a later step.';
        readonly default: 'true';
        readonly type: {
            readonly kind: 'boolean';
        };
    };
    readonly collect: {
        readonly description: 'When the artifacts of every machine, its serial log and a screenshot are collected and uploaded: `on-failure` of the job (or when it is cancelled), `always` or `never`.';
        readonly default: 'on-failure';
        readonly type: {
            readonly kind: 'choice';
            readonly values: readonly ["on-failure", "always", "never"];
        };
    };
    readonly 'artifact-name': {
        readonly description: 'Name of the uploaded artifact; by default one that is unique per job, attempt and matrix entry, such as `lago-test-1-6dcd4ce2`.';
        readonly default: '';
        readonly type: {
            readonly kind: 'text';
        };
    };
    readonly 'retention-days': {
        readonly description: "Days until the artifact expires; `0` is the repository's own setting.";
        readonly default: '0';
        readonly type: {
            readonly kind: 'days';
        };
    };
    readonly destroy: {
        readonly description: 'Destroys the environment at the end of the job, and also when the runner disappears. `false` leaves it to `lago destroy`.';
        readonly default: 'true';
        readonly type: {
            readonly kind: 'boolean';
        };
    };
    readonly 'ssh-timeout': {
        readonly description: "How long each machine gets until SSH answers: seconds, or with a unit (`90s`, `10m`). By default the machine's `boot_time_sec` (600), four times that when it is emulated.";
        readonly default: '';
        readonly type: {
            readonly kind: 'seconds';
        };
    };
    readonly timeout: {
        readonly description: 'How long bringing up the whole environment may take, templates included: seconds, or with a unit (`15m`, `1h`). No limit by default.';
        readonly default: '';
        readonly type: {
            readonly kind: 'seconds';
        };
    };
    readonly setup: {
        readonly description: 'Installs what the host lacks (QEMU, libvirt) with apt or dnf, opens `/dev/kvm` by a udev rule, and makes `/var/lib/lago`. Needs root or sudo without a password, as on hosted runners.';
        readonly default: 'false';
        readonly type: {
            readonly kind: 'boolean';
        };
    };
    readonly strict: {
        readonly description: 'Makes unknown keys of the init file errors instead of warnings.';
        readonly default: 'false';
        readonly type: {
            readonly kind: 'boolean';
        };
    };
    readonly 'allow-host-paths': {
        readonly description: 'Directories besides the workspace, the workdir and the store from which disks may come, separated by commas or line breaks.';
        readonly default: '';
        readonly type: {
            readonly kind: 'list';
        };
    };
    readonly 'allow-variables': {
        readonly description: 'Names of environment variables, besides those that start with `LAGO_`, that the init file may use, separated by commas or line breaks.';
        readonly default: '';
        readonly type: {
            readonly kind: 'list';
        };
    };
    readonly 'job-status': {
        readonly description: 'Internal: whether the job has failed so far.';
        readonly default: `\${{ job.status }}`;
        readonly type: {
            readonly kind: 'text';
        };
        readonly hidden: true;
    };
    readonly matrix: {
        readonly description: "Internal: the job's matrix entry, for a unique artifact name.";
        readonly default: `\${{ toJSON(matrix) }}`;
        readonly type: {
            readonly kind: 'text';
        };
        readonly hidden: true;
    };
};
/** Name of an input. */
export type InputName = keyof typeof INPUTS;
