import type { Verb } from '../verb.ts';
import { ansibleHosts } from './ansible-hosts.ts';
import { collect } from './collect.ts';
import { copyFromVm } from './copy-from-vm.ts';
import { copyToVm } from './copy-to-vm.ts';
import { destroy } from './destroy.ts';
import { doctor } from './doctor.ts';
import { init } from './init.ts';
import { list } from './list.ts';
import { plan } from './plan.ts';
import { reap } from './reap.ts';
import { schema } from './schema.ts';
import { setCurrent } from './set-current.ts';
import { shell } from './shell.ts';
import { start } from './start.ts';
import { status } from './status.ts';
import { stop } from './stop.ts';
import { validate } from './validate.ts';

/** All verbs, in the order in which help lists them. */
export const VERBS: readonly Verb[] = [
  init,
  start,
  stop,
  destroy,
  status,
  list,
  setCurrent,
  shell,
  copyToVm,
  copyFromVm,
  collect,
  ansibleHosts,
  plan,
  validate,
  schema,
  reap,
  doctor,
];
