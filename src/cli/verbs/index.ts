import type { Verb } from '../verb.ts';
import { ansibleHosts } from './ansible-hosts.ts';
import { cleanup } from './cleanup.ts';
import { collect } from './collect.ts';
import { completion } from './completion.ts';
import { config } from './config.ts';
import { console } from './console.ts';
import { copyFromVm } from './copy-from-vm.ts';
import { copyToVm } from './copy-to-vm.ts';
import { deploy } from './deploy.ts';
import { destroy } from './destroy.ts';
import { doctor } from './doctor.ts';
import { exportVerb } from './export.ts';
import { generate } from './generate-config.ts';
import { init } from './init.ts';
import { layersList } from './layers-list.ts';
import { layersPrune } from './layers-prune.ts';
import { layersShow } from './layers-show.ts';
import { list } from './list.ts';
import { lock } from './lock.ts';
import { logs } from './logs.ts';
import { newVerb } from './new.ts';
import { plan } from './plan.ts';
import { reap } from './reap.ts';
import { reboot } from './reboot.ts';
import { revert } from './revert.ts';
import { schema } from './schema.ts';
import { screenshot } from './screenshot.ts';
import { setCurrent } from './set-current.ts';
import { shell } from './shell.ts';
import { shutdown } from './shutdown.ts';
import { snapshot } from './snapshot.ts';
import { sshConfig } from './ssh-config.ts';
import { start } from './start.ts';
import { status } from './status.ts';
import { stop } from './stop.ts';
import { templatesAdd } from './templates-add.ts';
import { templatesBuild } from './templates-build.ts';
import { templatesList } from './templates-list.ts';
import { templatesPrune } from './templates-prune.ts';
import { templatesPull } from './templates-pull.ts';
import { templatesVerify } from './templates-verify.ts';
import { validate } from './validate.ts';

/** All verbs, in the order in which help lists them. */
export const VERBS: readonly Verb[] = [
  init,
  start,
  stop,
  shutdown,
  reboot,
  destroy,
  cleanup,
  status,
  list,
  setCurrent,
  snapshot,
  revert,
  deploy,
  shell,
  console,
  logs,
  screenshot,
  copyToVm,
  copyFromVm,
  collect,
  exportVerb,
  ansibleHosts,
  sshConfig,
  newVerb,
  plan,
  validate,
  lock,
  schema,
  templatesList,
  templatesPull,
  templatesVerify,
  templatesPrune,
  templatesAdd,
  templatesBuild,
  layersList,
  layersShow,
  layersPrune,
  reap,
  doctor,
  config,
  generate,
  completion,
];
