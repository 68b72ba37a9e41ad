import { z } from 'zod';
import { flag, MAX_ITEMS, memory, text, textList, whole } from './fields.ts';

/** Longest command or value of a variable. */
const MAX_COMMAND = 65_536;
/** Seconds in a day. */
const DAY = 86_400;

const command = z
  .string({ error: 'a command' })
  .regex(/\S/, { error: 'a command' })
  .max(MAX_COMMAND, { error: `a command of at most ${MAX_COMMAND} characters` });

/** A list of something; one of it alone stands for a list of one. */
function some<T extends z.ZodType>(item: T, what: string) {
  const list = z.array(item, { error: what }).max(MAX_ITEMS, { error: `at most ${MAX_ITEMS} items` });
  return z.union([list, item], { error: what });
}

const GUEST_PATH = 'an absolute path in the guest';

/** One item of `copy`. */
export const bootCopySchema = z.object(
  {
    from: text('a path').describe('File or directory of this host.'),
    to: text(GUEST_PATH).regex(/^[/$]/, { error: GUEST_PATH }).describe('Absolute path in the guest.'),
  },
  { error: 'a mapping with `from` and `to`' },
);

const variable = z.union([z.string(), z.number(), z.boolean()], { error: 'text or a number' });

/** `boot` in an item of `build`: boots the disk once, does these things in it in this order, and freezes it. */
export const bootSchema = z
  .object(
    {
      copy: some(bootCopySchema, 'a list of mappings with `from` and `to`')
        .nullish()
        .describe('Files and directories to copy into the guest, first of all.'),
      scripts: some(text('a path'), 'a list of paths')
        .nullish()
        .describe('Scripts of this host to run in the guest, in order, after `copy`.'),
      run: some(command, 'a list of commands')
        .nullish()
        .describe('Commands for a shell of the guest, after `scripts`.'),
      playbook: text('the path of a playbook').nullish().describe('Ansible playbook to run against the guest, last.'),
      inputs: z
        .union([text('a path'), textList('a list of paths')], { error: 'a list of paths' })
        .nullish()
        .describe('More files and directories that the result depends on, such as roles elsewhere.'),
      env: z
        .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, { error: 'a name of a variable' }), variable, {
          error: 'a mapping of variables',
        })
        .nullish()
        .describe('Environment variables of scripts, commands and the playbook.'),
      user: text('the name of a user')
        .regex(/^[a-z_][a-z0-9_-]{0,31}$/i, { error: 'the name of a user' })
        .nullish()
        .describe('Who runs scripts and commands; a user that the guest has. Default: root.'),
      network: flag().nullish().describe('Whether the guest gets out of its machine. Default: true.'),
      memory: memory()
        .nullish()
        .describe('Memory of the machine that builds. Default: that of the domain, at most 2 GiB.'),
      vcpus: whole('a number from 1 to 255', 1, 255)
        .nullish()
        .describe('Its processors. Default: those of the domain.'),
      timeout: whole(`a number of seconds from 1 to ${DAY}`, 1, DAY)
        .nullish()
        .describe('Seconds that these steps may take, without the boot. Default: 3600.'),
    },
    { error: 'a mapping such as `{ run: [...] }`' },
  )
  .refine(
    ({ copy, scripts, run, playbook }) => [copy, scripts, run, playbook].some((part) => (part ?? null) !== null),
    {
      error: 'at least one of `copy`, `scripts`, `run` and `playbook`',
    },
  );

/** Options of a `boot` item as they are after parsing. */
export type BootFields = z.output<typeof bootSchema>;
