import { chmod, lstat, mkdir, readdir, readFile, readlink, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What is in a directory: by path, `dir MODE`, `file MODE CONTENT` or `link TARGET`. */
export type Tree = Readonly<Record<string, string>>;

/** Makes files of a description. Files get an old date, which copies should keep. */
export async function makeTree(root: string, tree: Tree): Promise<void> {
  await mkdir(root, { recursive: true });
  for (const [name, text] of Object.entries(tree)) {
    const path = join(root, name);
    await mkdir(dirname(path), { recursive: true });
    const [kind, mode = '755', ...content] = text.split(' ');
    if (kind === 'link') {
      await symlink(mode, path);
      continue;
    }
    if (kind === 'dir') await mkdir(path, { recursive: true });
    else await writeFile(path, content.join(' '));
    await chmod(path, Number.parseInt(mode, 8));
    if (kind === 'file') await utimes(path, 1_600_000_000, 1_600_000_000);
  }
}

/** Describes what is in a directory. */
export async function readTree(root: string, below = ''): Promise<Tree> {
  const entries = await readdir(join(root, below));
  const parts = await Promise.all(
    entries.map(async (entry): Promise<Tree> => {
      const name = join(below, entry);
      const path = join(root, name);
      const info = await lstat(path);
      const mode = (info.mode & 0o7777).toString(8);
      if (info.isSymbolicLink()) return { [name]: `link ${await readlink(path)}` };
      if (info.isDirectory()) return { [name]: `dir ${mode}`, ...(await readTree(root, name)) };
      return { [name]: `file ${mode} ${await readFile(path, 'utf8')}` };
    }),
  );
  return Object.assign({}, ...parts);
}
