import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { init, loadEnv } from '../../../src/index.ts';
import { outIn } from '../../support/guest.ts';
import { microFile, sandbox } from '../../support/sandbox.ts';

it('serves names that are added while machines run, and keeps them', async () => {
  const box = sandbox();
  box.write('LagoInitFile', microFile(['web']));
  const env = await init(box.options);
  try {
    const [net] = env.getNets().values();
    if (net === undefined) throw new Error('the environment has no network');
    await net.start();
    expect(await net.alive()).toBe(true);
    await env.start();
    const web = env.vm('web');
    await net.addMapping('before.example', '192.0.2.1');
    await net.addMappings({ registry: web.ip(), 'mirror.example': '192.0.2.7' });
    expect(net.resolve('registry')).toBe(web.ip());
    // The server reads names anew some time after it was told to.
    const lookup = (name: string) => expect.poll(() => outIn(web, `nslookup -type=a ${name}`));
    await lookup('registry').toContain(`Address: ${web.ip()}`);
    await lookup('mirror.example').toContain('192.0.2.7');
    await lookup('before.example').toContain('192.0.2.1');
    // Those it had before are still there: libvirt replaces the whole entry of an address.
    await lookup('web').toContain(web.ip());

    await expect(net.addMapping('web', '192.0.2.9')).rejects.toMatchObject({ code: 'MAPPING_TAKEN' });
    await expect(net.addMappings({ ok: '192.0.2.1', 'no/name': '192.0.2.1' })).rejects.toMatchObject({
      code: 'MAPPING_INVALID',
    });
    expect(net.resolve('ok')).toBe(undefined);

    await using other = await loadEnv(box.common);
    const same = other.getNets().get(net.name);
    expect(same?.mapping()).toMatchObject({ registry: web.ip(), web: web.ip() });
    const saved = JSON.parse(readFileSync(join(env.paths.virt, `net-${net.name}`), 'utf8'));
    expect(saved.dns_records).toMatchObject({ 'mirror.example': '192.0.2.7' });

    expect(await other.metadata()).toMatchObject({ lago_version: expect.stringMatching(/^\d/) });
    let path: string;
    {
      await using inventory = await other.ansibleInventoryTempFile(['groups']);
      path = inventory.path;
      expect(readFileSync(path, 'utf8')).toBe(other.ansibleInventory(['groups']));
    }
    expect(existsSync(path)).toBe(false);

    await env.stop();
    await env.start();
    await lookup('registry').toContain(`Address: ${web.ip()}`);
    await net.stop();
    expect(await net.alive()).toBe(false);
  } finally {
    await env.destroy();
  }
  expect(box.leftovers()).toEqual([]);
  box.remove();
});
