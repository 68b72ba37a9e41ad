import type { RepositoryFile } from './repository-file.ts';
/**
 * A repository file as everybody may read it: base URLs without users, passwords and queries, and without keys that we do not
 * know. What needs those cannot be fetched by it, only found.
 */
export declare function publicRepository({ name, sources, templates }: RepositoryFile): RepositoryFile;
