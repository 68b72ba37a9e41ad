import { GuestError } from '../host/errors.ts';
import type { GuestConnection } from './connection.ts';
import { STALL_TIMEOUT } from './copy-options.ts';
import { exec } from './exec.ts';
import { oneLine } from './one-line.ts';
import { quoteWord } from './quote.ts';
import type { ReceiveOptions } from './receive.ts';
import type { ReceiveSource } from './receive-command.ts';
import type { StagedTree } from './staged-tree.ts';
import { NOTHING, outputOf, startTransfer } from './transfer.ts';

/**
 * Receives a source from a guest that has no tar, with nothing but its shell and `cat`: first the list of what there
 * is, then file after file. Of the permissions only "executable" is known; links are left out.
 *
 * @throws as `copyFrom`
 */
export async function receiveOneByOne(
  connection: GuestConnection,
  source: ReceiveSource,
  tree: StagedTree,
  options: ReceiveOptions,
): Promise<void> {
  connection.options.log.debug(`VM ${connection.name} has no tar: files are copied one by one`);
  const { out } = await exec(connection, listing(source.path), {
    title: `listing ${source.path}`,
    signal: options.signal,
  });
  for (const entry of out.split('\0').slice(0, -1)) {
    const [kind, name] = [entry.charAt(0), entry.slice(1)];
    if (kind === 'd') await tree.add(name, { type: 'directory', mode: 0o755 }, NOTHING);
    else if (kind === 'l') await tree.add(name, { type: 'symlink' }, NOTHING);
    else
      await receiveFile(
        connection,
        `${source.path}${name === '' ? '' : `/${name}`}`,
        name,
        kind === 'x',
        tree,
        options,
      );
  }
}

/** Command that lists what is at `path`: `d`, `l`, `x` (executable file) or `f`, the name below it, a NUL. */
function listing(path: string): string {
  return `
r=${quoteWord(path)}
list() {
  for f in "$1"/* "$1"/.[!.]* "$1"/..?*; do
    n=\${f#"$r"/}
    if [ -L "$f" ]; then printf 'l%s\\0' "$n"
    elif [ -d "$f" ]; then printf 'd%s\\0' "$n"; list "$f"
    elif [ -f "$f" ] && [ -x "$f" ]; then printf 'x%s\\0' "$n"
    elif [ -f "$f" ]; then printf 'f%s\\0' "$n"
    fi
  done
}
if [ -d "$r" ]; then printf 'd\\0'; list "$r"
elif [ -x "$r" ]; then printf 'x\\0'
else printf 'f\\0'
fi`;
}

async function receiveFile(
  connection: GuestConnection,
  path: string,
  name: string,
  executable: boolean,
  tree: StagedTree,
  options: ReceiveOptions,
): Promise<void> {
  const command = `cat <${quoteWord(path)}`;
  const transfer = await startTransfer(connection, command, options.stallTimeout ?? STALL_TIMEOUT, options.signal);
  try {
    await tree.add(name, { type: 'file', mode: executable ? 0o755 : 0o644 }, outputOf(transfer));
    const { code } = await transfer.process.exited;
    if (code === 0) return;
    const why = oneLine(transfer.errors());
    throw new GuestError('COPY_FAILED', `VM ${connection.name}: ${oneLine(path, 200)} was not copied: ${why}`);
  } finally {
    transfer.finish();
  }
}
