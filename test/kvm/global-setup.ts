import { resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { KvmHost } from './host/kvm-host.ts';
import { payloadFiles } from './payload-files.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the emulated host's files are. */
    readonly kvmHost: { readonly dir: string; readonly image: string };
  }
}

/** Boots the emulated host once for all test files; the returned function discards it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { KVM_HOST_IMAGE: image, TEMPLATE_REPOSITORY: repository, TESTBED } = process.env;
  if (image === undefined || repository === undefined || TESTBED !== '1') {
    throw new Error('these tests need an emulated host. Run: npm run test:kvm');
  }
  const dir = resolve('.cache/kvm-host/run');
  const host = await KvmHost.create(dir, image, await payloadFiles(repository));
  console.log('test:kvm: booting the KVM host (its console: .cache/kvm-host/run/console.log) ...');
  console.log(`test:kvm: the KVM host is up after ${((await host.boot()) / 1000).toFixed(1)} s`);
  project.provide('kvmHost', { dir, image });
  return async () => {
    await host.isAlive();
    await host.discard();
  };
}
