import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { commonOptions, defined } from '../context.ts';
import { choice, flag, text, texts } from '../options.ts';
import { Questions } from '../questions.ts';
import type { NewInitFileOptions } from '../sdk.ts';
import { UsageError } from '../usage-error.ts';
import { type Call, defineVerb } from '../verb.ts';

const options = {
  vms: text('--vms <names>', 'number of machines, or their names separated by commas; vm0 by default'),
  template: text('--template <name>', 'template that they boot; debian12 by default'),
  image: text('--image <path>', 'image that they boot instead, such as a cloud image of a distribution'),
  provision: choice('--provision <how>', 'how keys get into the image', ['smbios', 'cloud-init', 'guestfs']),
  net: texts('--net <name>', 'network that they are on, the first for management; lago by default; may be repeated'),
  memory: text('--memory <size>', 'memory of each, in MiB or with a unit; 1024 by default'),
  vcpu: text('--vcpu <number>', 'processors of each; 2 by default'),
  disk: texts('--disk <size>', 'size of an empty disk that each gets, such as 10G; may be repeated'),
  force: flag('--force', 'write over a file that is there'),
};

type NewCall = Call<typeof options>;
type Content = Pick<
  NewInitFileOptions,
  'vms' | 'template' | 'image' | 'provision' | 'nets' | 'memory' | 'vcpu' | 'disks'
>;

export const newVerb = defineVerb({
  name: 'new',
  summary: 'Write a commented init file to begin with',
  arguments: [{ syntax: '[INITFILE]', description: 'file to write; LagoInitFile by default' }],
  options,
  example: 'new --vms web,db --template debian12',
  notes: 'At a terminal, and without options about its content, it asks for that.',
  async run(call) {
    const { args, io, options: given, sdk } = call;
    const { force, ...content } = options;
    const asks = io.stdin.isTTY === true && !Object.values(content).some((spec) => call.isGiven(spec));
    const chosen = asks ? await askFor(call) : contentOf(call);
    const file = await sdk.newInitFile({
      ...commonOptions(call),
      ...chosen,
      force: given.force,
      ...defined({ initFile: args[0] }),
    });
    const shown = relative(io.cwd, file);
    const isElsewhere = chosen.template !== undefined && !sdk.isBuiltinTemplate(chosen.template);
    call.write(nextSteps(isOutside(shown) ? file : shown, chosen, io.cwd, isElsewhere));
    return 0;
  },
});

function contentOf({ options: given }: NewCall): Content {
  return defined({
    vms: given.vms === undefined ? undefined : names(given.vms),
    template: given.template,
    image: given.image,
    provision: given.provision,
    nets: given.net.length === 0 ? undefined : given.net,
    memory: given.memory,
    vcpu: given.vcpu,
    disks: given.disk.length === 0 ? undefined : given.disk,
  });
}

/** `3` for vm0 to vm2, or names. */
function names(list: string): readonly string[] {
  if (!/^\d+$/.test(list)) return words(list);
  const number = Number(list);
  if (number < 1 || number > 200) throw new UsageError('--vms: expected a number from 1 to 200, or names');
  return Array.from({ length: number }, (_, index) => `vm${index}`);
}

function words(list: string): readonly string[] {
  return list.split(/[\s,]+/).filter((word) => word !== '');
}

/** A few questions; what is left empty is the default. */
async function askFor({ io }: NewCall): Promise<Content> {
  using questions = new Questions(io);
  const ask = async (question: string, fallback: string) => {
    const answer = await questions.ask(`${question} [${fallback}] `);
    if (answer === undefined) throw new UsageError('the input ended before all questions were answered');
    return answer === '' ? fallback : answer;
  };
  const vms = names(await ask('Number of machines, or their names', 'vm0'));
  const system = await ask('What they boot: the name of a template, or the path of an image', 'debian12');
  const isImage = /\/|\.(?:qcow2|img|raw)$/.test(system);
  const image = isImage
    ? { image: system, provision: await ask('How keys get in: smbios, cloud-init or guestfs', 'cloud-init') }
    : { template: system };
  const memory = await ask('Memory of each, in MiB or with a unit', '1024');
  const nets = words(await ask('Networks, the first one for management', 'lago'));
  return { vms, ...image, memory, nets };
}

function isOutside(path: string): boolean {
  return isAbsolute(path) || path.split('/')[0] === '..';
}

function nextSteps(file: string, { vms = ['vm0'], image }: Content, cwd: string, isElsewhere: boolean): string {
  const named = file === 'LagoInitFile' ? '' : ` ${file}`;
  const isFar = image !== undefined && isOutside(relative(cwd, resolve(cwd, image)));
  const allowed = isFar ? ` --allow-host-path ${dirname(resolve(cwd, image))}` : '';
  const source = isElsewhere ? ' --template-repo-path REPOSITORY' : allowed;
  return `wrote ${file}

Next, after a look at it:
  lago validate${allowed}${named}
  lago plan${source}${named}
  lago init${source}${named}
  lago start
  lago shell ${vms[0] ?? 'vm0'}
  lago destroy
`;
}
