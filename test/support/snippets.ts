import { documents, type Snippet, snippetsOf } from './markdown.ts';

/** How a fenced block of the documents is run. Each kind has one test file, see {@link RUNNERS}. */
export type HowRun =
  /** A Mermaid diagram. */
  | { readonly kind: 'diagram' }
  /** npm scripts of the project, one command a line. They exist; CI runs them. */
  | { readonly kind: 'npm-scripts' }
  /** A LagoInitFile, planned. */
  | { readonly kind: 'init-file' }
  /** A part of a LagoInitFile: a domain's key with its value, or the networks, planned in a whole file. */
  | { readonly kind: 'init-file-part'; readonly key: 'disks' | 'ports' | 'nets' }
  /** A recipe of a template: parsed. */
  | { readonly kind: 'recipe' }
  /** A template repository's file: read, and its template found. */
  | { readonly kind: 'repository' }
  /** A configuration file of the command line. */
  | { readonly kind: 'config' }
  /** Settings by which an editor finds the schema of init files. */
  | { readonly kind: 'editor' }
  /** The whole of a workflow in fixtures/workflows, which is run under act. */
  | { readonly kind: 'workflow'; readonly name: string }
  /** Steps of a workflow in fixtures/workflows. */
  | { readonly kind: 'steps'; readonly name: string }
  /** Paragraphs of a file that the tests of its directory run. */
  | { readonly kind: 'excerpt'; readonly of: string }
  /** A program on the SDK: its types are checked, and it is run. */
  | { readonly kind: 'program' }
  /** Commands that prepare a host: their packages are those that the doctor names. */
  | { readonly kind: 'installation'; readonly section: string }
  /** Commands in a directory with the LagoInitFile of the quick start. */
  | { readonly kind: 'session' };

/** The test file that runs all blocks of a kind. */
export const RUNNERS: Readonly<Record<HowRun['kind'], string>> = {
  diagram: 'test/unit/docs/diagrams.test.ts',
  'npm-scripts': 'test/unit/docs/npm-scripts.test.ts',
  'init-file': 'test/unit/docs/init-files.test.ts',
  'init-file-part': 'test/unit/docs/init-files.test.ts',
  recipe: 'test/unit/docs/recipes.test.ts',
  repository: 'test/unit/docs/repositories.test.ts',
  config: 'test/unit/docs/configuration.test.ts',
  editor: 'test/unit/docs/editors.test.ts',
  workflow: 'test/unit/docs/workflows.test.ts',
  steps: 'test/unit/docs/workflows.test.ts',
  excerpt: 'test/unit/docs/excerpts.test.ts',
  program: 'test/integration/docs/programs.test.ts',
  installation: 'test/unit/docs/installation.test.ts',
  session: 'test/integration/docs/sessions.test.ts',
};

/** Every fenced block of every document, by its key. */
export const SNIPPETS: Readonly<Record<string, HowRun>> = {
  'README.md lago-action mermaid 1': { kind: 'diagram' },
  'README.md try-it sh 1': { kind: 'npm-scripts' },
  'README.md quick-start yaml 1': { kind: 'init-file' },
  'README.md quick-start sh 1': { kind: 'session' },
  'README.md the-action yaml 1': { kind: 'workflow', name: 'self-hosted' },
  'README.md the-action yaml 2': { kind: 'workflow', name: 'hosted' },
  'README.md templates-and-layers yaml 1': { kind: 'init-file-part', key: 'disks' },
  'README.md ansible yaml 1': { kind: 'steps', name: 'two-vms' },
  'README.md vitest ts 1': { kind: 'excerpt', of: 'fixtures/examples/vitest/lago.setup.ts' },
  'README.md vitest ts 2': { kind: 'excerpt', of: 'fixtures/examples/vitest/vitest.config.ts' },
  'README.md vitest ts 3': { kind: 'excerpt', of: 'fixtures/examples/vitest/machines.test.ts' },
  'README.md jest js 1': { kind: 'excerpt', of: 'fixtures/examples/jest/lago.setup.js' },
  'README.md jest js 2': { kind: 'excerpt', of: 'fixtures/examples/jest/lago.teardown.js' },
  'README.md jest js 3': { kind: 'excerpt', of: 'fixtures/examples/jest/machines.test.js' },
  'README.md sdk ts 1': { kind: 'program' },
  'CONTRIBUTING.md set-up sh 1': { kind: 'npm-scripts' },
  'CONTRIBUTING.md one-test sh 1': { kind: 'npm-scripts' },
  'CONTRIBUTING.md before-a-pull-request sh 1': { kind: 'npm-scripts' },
  'docs/configuration.md files ini 1': { kind: 'config' },
  'docs/architecture.md architecture mermaid 1': { kind: 'diagram' },
  'docs/init-file.md in-an-editor yaml 1': { kind: 'editor' },
  'docs/init-file.md in-an-editor json 1': { kind: 'editor' },
  'docs/plugins.md writing-one js 1': { kind: 'excerpt', of: 'fixtures/plugin-example/index.js' },
  'docs/plugins.md vm-types js 1': { kind: 'excerpt', of: 'fixtures/plugin-example/patient.js' },
  'docs/plugins.md verbs js 1': { kind: 'excerpt', of: 'fixtures/plugin-example/uptime.js' },
  'docs/init-file.md disks yaml 1': { kind: 'init-file-part', key: 'disks' },
  'docs/init-file.md machines-that-exist-already yaml 1': { kind: 'init-file' },
  'docs/init-file.md bridges yaml 1': { kind: 'init-file-part', key: 'nets' },
  'docs/init-file.md ports yaml 1': { kind: 'init-file-part', key: 'ports' },
  'docs/layers.md the-builder-boot yaml 1': { kind: 'init-file-part', key: 'disks' },
  'docs/templates.md recipes yaml 1': { kind: 'recipe' },
  'docs/init-file.md templates json 1': { kind: 'repository' },
  'docs/installation.md debian-and-ubuntu sh 1': { kind: 'installation', section: 'debian-and-ubuntu' },
  'docs/installation.md fedora-centos-stream-almalinux-rocky sh 1': {
    kind: 'installation',
    section: 'fedora-centos-stream-almalinux-rocky',
  },
  'docs/installation.md arch-linux sh 1': { kind: 'installation', section: 'arch-linux' },
  'docs/installation.md users sh 1': { kind: 'installation', section: 'users' },
};

/** A block with the way it is run. */
export type Runnable<K extends HowRun['kind']> = Snippet & { readonly how: Extract<HowRun, { kind: K }> };

/** All blocks of one kind; never none, so that a test over them tests something. */
export function snippetsRunAs<K extends HowRun['kind']>(kind: K): readonly Runnable<K>[] {
  const found = documents()
    .flatMap(snippetsOf)
    .flatMap((snippet) => {
      const how = SNIPPETS[snippet.key];
      return how !== undefined && isOf(kind, how) ? [{ ...snippet, how }] : [];
    });
  if (found.length === 0) throw new Error(`no document has a snippet of the kind ${kind}`);
  return found;
}

function isOf<K extends HowRun['kind']>(kind: K, how: HowRun): how is Extract<HowRun, { kind: K }> {
  return how.kind === kind;
}

/** The LagoInitFile that the sessions and programs of the documents work on. */
export function quickStartInitFile(): string {
  const [first] = snippetsRunAs('init-file');
  if (first?.key !== 'README.md quick-start yaml 1') throw new Error('the quick start has no init file');
  return first.text;
}
