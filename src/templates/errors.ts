import { CancelledError, type LagoErrorOptions, messageOf, StateError, ToolError, UserError } from '../host/errors.ts';
import { bareNameHint, rebuildHint } from './builtin/bare-names.ts';
import { oldNameHint } from './builtin/old-names.ts';
import { nearNames } from './near-names.ts';
import { type TemplateHash, type TemplateName, templateId } from './types.ts';

/** Names listed in a message; a repository may have hundreds. */
const MAX_LISTED = 30;

const OTHERS =
  '`lago templates list` shows all that there are. Name a repository that has it with --template-repo-path, or make one of an image: `lago templates add`.';

/** No such template in the repositories: `TEMPLATE_UNKNOWN`. */
export function unknownTemplate(name: string, known: readonly string[], places: readonly string[]): UserError {
  const where = places.length === 1 ? `the repository ${places[0]}` : `the repositories ${places.join(', ')}`;
  const message = `there is no template "${name}" in ${where}${listed(known)}`;
  const special = oldNameHint(name) ?? bareNameHint(name) ?? rebuildHint(name);
  const { hint = OTHERS } = special === undefined ? hintFor(name, known) : { hint: special };
  return new UserError('TEMPLATE_UNKNOWN', message, { hint });
}

/** The template has no such version: `TEMPLATE_VERSION_UNKNOWN`. @param known maybe not all, where there is a hint */
export function unknownVersion(name: string, version: string, known: readonly string[], hint?: string): UserError {
  const all = hint !== undefined && known.length === 0 ? '' : listed(known);
  const message = `the template "${name}" has no version "${version}"${all}`;
  return new UserError('TEMPLATE_VERSION_UNKNOWN', message, hint === undefined ? hintFor(version, known) : { hint });
}

/** The repository cannot be had, and there is no copy of it here: `REPOSITORY_UNREACHABLE`. */
export function unreachable(place: string, cause: unknown): ToolError {
  const hint = 'Check the address, or name another repository with --template-repo-path or the input template-repo.';
  return new ToolError(
    'REPOSITORY_UNREACHABLE',
    `the template repository ${place} cannot be read: ${messageOf(cause)}`,
    {
      hint,
      cause,
    },
  );
}

/** What came is not what the repository says: `TEMPLATE_HASH_MISMATCH`. */
export function hashMismatch(name: TemplateName, from: string, wanted: TemplateHash, found: string): ToolError {
  const message = `template ${templateId(name)} from ${from} has the ${wanted.algorithm} ${found}, but its repository says ${wanted.value}`;
  return new ToolError('TEMPLATE_HASH_MISMATCH', message, {
    hint: 'The file was damaged or exchanged, or its .hash is out of date: tell who runs the repository. Nothing was kept.',
  });
}

/** The image in the store is not what was verified, and cannot be exchanged: `TEMPLATE_ALTERED`. */
export function altered(name: TemplateName, image: string, reason: string, users: readonly string[]): StateError {
  const message = `template ${templateId(name)} was altered after it was verified (${reason}), and there are disks over it: ${users.join(', ')}`;
  return new StateError('TEMPLATE_ALTERED', message, {
    hint: `Those disks are not to be trusted any more: destroy them (\`lago destroy --uuid\`, \`lago layers prune\`), then run again. Find out what writes to ${image}.`,
  });
}

/** The store has other content than a lock file pins, and it cannot be exchanged: `TEMPLATE_NOT_PINNED`. */
export function notPinned(name: TemplateName, users: readonly string[]): StateError {
  const message = `template ${templateId(name)} in the store is not what the lock file pins, and there are disks over it: ${users.join(', ')}`;
  return new StateError('TEMPLATE_NOT_PINNED', message, {
    hint: 'Destroy those environments (`lago destroy --uuid`) and run again, or name another store in LAGO__INIT__TEMPLATE_STORE.',
  });
}

/** Whether an error only says that something could not be reached, so that a copy may serve. */
export function isOutage(error: unknown): boolean {
  if (error instanceof CancelledError || !(error instanceof ToolError)) return false;
  return ['HTTP_STATUS', 'CONNECTION_FAILED', 'DOWNLOAD_STALLED', 'DOWNLOAD_TIMEOUT', 'DOWNLOAD_INCOMPLETE'].includes(
    error.code,
  );
}

function hintFor(name: string, known: readonly string[]): LagoErrorOptions {
  const near = nearNames(name, known).map((candidate) => `"${candidate}"`);
  return near.length === 0 ? {} : { hint: `Did you mean ${near.join(' or ')}?` };
}

function listed(names: readonly string[]): string {
  if (names.length === 0) return '; it has none';
  const more = names.length > MAX_LISTED ? `, and ${names.length - MAX_LISTED} more` : '';
  return `; there are ${names.slice(0, MAX_LISTED).join(', ')}${more}`;
}
