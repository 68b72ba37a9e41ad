/** What an input's text has to be. */
export type InputType =
  | { readonly kind: 'text' }
  | { readonly kind: 'list' }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'days' }
  | { readonly kind: 'gigabytes' }
  | { readonly kind: 'seconds' };

/** One input as users see it in action.yml and in the README. */
export interface InputSpec {
  readonly description: string;
  /** Empty means: not given. May be an expression of the workflow. */
  readonly default: string;
  readonly type: InputType;
  /** Not for users: left out of the README. */
  readonly hidden?: boolean;
}

const BOOLEAN: InputType = { kind: 'boolean' };
const TEXT: InputType = { kind: 'text' };
const LIST: InputType = { kind: 'list' };
const SECONDS: InputType = { kind: 'seconds' };

/** How KVM is used, as the input `acceleration` says it. */
export const ACCELERATIONS = ['auto', 'kvm', 'tcg'] as const;
/** When artifacts are collected, as the input `collect` says it. */
export const COLLECT_WHEN = ['on-failure', 'always', 'never'] as const;

/** What is kept in the cache, as the input `cache` says it. */
export const CACHE_CHOICES = ['true', 'false', 'templates', 'layers', 'all'] as const;

/** All inputs: the source of action.yml and of the README's table (`node scripts/generate-action.mjs`). */
export const INPUTS = {
  'init-file': {
    description: 'Path of the LagoInitFile that describes the environment.',
    default: 'LagoInitFile',
    type: TEXT,
  },
  workdir: {
    description: 'Directory of the environment. It must not exist yet.',
    default: '.lago',
    type: TEXT,
  },
  'template-repo': {
    description:
      'Template repositories: paths or URLs of repository files, separated by commas or line breaks. The first that has a template wins.',
    default: '',
    type: LIST,
  },
  'template-store': {
    description:
      'Directory that keeps templates between runs; by default `store` below `/var/lib/lago`, or below `~/.local/share/lago` for users without rights there.',
    default: '',
    type: TEXT,
  },
  cache: {
    description:
      'What is kept in the cache of GitHub Actions, an entry each: `true` (templates and layers), `templates`, `layers`, `false`, or `all`, which also takes what is as quickly fetched or built as restored. Only what the store of the host lacks is restored; what was fetched or built is saved as soon as it is verified, so that a job that fails later does not lose it.',
    default: 'true',
    type: { kind: 'choice', values: CACHE_CHOICES },
  },
  'cache-budget': {
    description:
      'Most that the cache entries of this job may have together, in GB; what may go beyond, by its size before compression, is not saved.',
    default: '10',
    type: { kind: 'gigabytes' },
  },
  frozen: {
    description:
      'Takes exactly what the lock file beside the init file says (`LagoInitFile.lock`, written by `lago lock`): fails when it is missing or out of date.',
    default: 'false',
    type: BOOLEAN,
  },
  'no-cache': {
    description:
      'Builds all layers anew, whatever the store and the cache have. The new ones replace those of the store; entries of the cache cannot be replaced: delete them (`gh cache delete <key>`, the report has the keys) to have the new ones saved.',
    default: 'false',
    type: BOOLEAN,
  },
  acceleration: {
    description:
      '`auto` uses KVM where it works and emulates with a warning where it does not, `kvm` refuses to emulate, `tcg` always emulates.',
    default: 'auto',
    type: { kind: 'choice', values: ACCELERATIONS },
  },
  start: {
    description: 'Starts the machines and waits until SSH answers. Otherwise `lago start` does it in a later step.',
    default: 'true',
    type: BOOLEAN,
  },
  collect: {
    description:
      'When the artifacts of every machine, its serial log and a screenshot are collected and uploaded: `on-failure` of the job (or when it is cancelled), `always` or `never`.',
    default: 'on-failure',
    type: { kind: 'choice', values: COLLECT_WHEN },
  },
  'artifact-name': {
    description:
      'Name of the uploaded artifact; by default one that is unique per job, attempt and matrix entry, such as `lago-test-1-6dcd4ce2`.',
    default: '',
    type: TEXT,
  },
  'retention-days': {
    description: "Days until the artifact expires; `0` is the repository's own setting.",
    default: '0',
    type: { kind: 'days' },
  },
  destroy: {
    description:
      'Destroys the environment at the end of the job, and also when the runner disappears. `false` leaves it to `lago destroy`.',
    default: 'true',
    type: BOOLEAN,
  },
  'ssh-timeout': {
    description:
      "How long each machine gets until SSH answers: seconds, or with a unit (`90s`, `10m`). By default the machine's `boot_time_sec` (600), four times that when it is emulated.",
    default: '',
    type: SECONDS,
  },
  timeout: {
    description:
      'How long bringing up the whole environment may take, templates included: seconds, or with a unit (`15m`, `1h`). No limit by default.',
    default: '',
    type: SECONDS,
  },
  setup: {
    description:
      'Installs what the host lacks (QEMU, libvirt) with apt or dnf, opens `/dev/kvm` by a udev rule, and makes `/var/lib/lago`. Needs root or sudo without a password, as on hosted runners.',
    default: 'false',
    type: BOOLEAN,
  },
  strict: {
    description: 'Makes unknown keys of the init file errors instead of warnings.',
    default: 'false',
    type: BOOLEAN,
  },
  'allow-host-paths': {
    description:
      'Directories besides the workspace, the workdir and the store from which disks may come, separated by commas or line breaks.',
    default: '',
    type: LIST,
  },
  'allow-variables': {
    description:
      'Names of environment variables, besides those that start with `LAGO_`, that the init file may use, separated by commas or line breaks.',
    default: '',
    type: LIST,
  },
  'job-status': {
    // The runner evaluates defaults again for post: this is how post learns whether the job failed.
    description: 'Internal: whether the job has failed so far.',
    default: `\${{ job.status }}`,
    type: TEXT,
    hidden: true,
  },
  matrix: {
    description: "Internal: the job's matrix entry, for a unique artifact name.",
    default: `\${{ toJSON(matrix) }}`,
    type: TEXT,
    hidden: true,
  },
} as const satisfies Readonly<Record<string, InputSpec>>;

/** Name of an input. */
export type InputName = keyof typeof INPUTS;
