// Boots templates with plain libvirt and tells what works and how long it took:
//
//   node scripts/testbed.mjs -- node scripts/templates/check.mjs [TEMPLATE...]
//
// For the people who change recipes; the tests proper go through lago-action itself.
import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { provision } from './check-provision.mjs';
import { domainXml, NETWORKS, networkXml } from './check-xml.mjs';
import { STORE } from './layout.mjs';

const execute = promisify(execFile);
const DEADLINE_SECONDS = 120;

const work = mkdtempSync(join(tmpdir(), 'check-'));
// The QEMU user has to get through.
chmodSync(work, 0o711);

async function run(program, ...args) {
  return (await execute(program, args, { maxBuffer: 1 << 26 })).stdout.trim();
}

function elapsed(since) {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

async function until(what, probe) {
  const deadline = Date.now() + DEADLINE_SECONDS * 1000;
  for (;;) {
    const result = await probe().catch(() => false);
    if (result) return result;
    if (Date.now() > deadline) throw new Error(`no ${what} within ${DEADLINE_SECONDS} s`);
    await delay(50);
  }
}

/** Whether an SSH server answers. Connecting is given up soon: the kernel repeats its attempt only after a second. */
function banner(host) {
  return new Promise((resolve) => {
    const socket = connect({ host, port: 22, timeout: 250 });
    const end = (value) => {
      socket.destroy();
      resolve(value);
    };
    // A server that has accepted gets time to speak.
    socket.once('connect', () => socket.setTimeout(20_000));
    socket.once('data', (data) => end(`${data}`.startsWith('SSH-')));
    for (const event of ['error', 'timeout', 'close']) socket.once(event, () => end(false));
  });
}

function ssh(host, ...command) {
  const options = [
    'BatchMode=yes',
    'StrictHostKeyChecking=no',
    `UserKnownHostsFile=${work}/known`,
    'ConnectTimeout=20',
  ];
  return run('ssh', '-q', '-i', `${work}/key`, ...options.flatMap((o) => ['-o', o]), `root@${host}`, ...command);
}

function repository() {
  return JSON.parse(readFileSync(join(STORE, 'repo.json'), 'utf8'));
}

/** The image of a template and its metadata. */
function find(template) {
  const { sources, templates } = repository();
  const [version] = Object.values(templates[template].versions);
  const image = join(sources.local.args.root, version.handle);
  return { image, metadata: JSON.parse(readFileSync(`${image}.metadata`, 'utf8')) };
}

/** CPU seconds that the domain's QEMU has used: unlike the clock, they do not depend on who else is busy. */
function cpuSeconds(name) {
  const pid = readFileSync(`/run/libvirt/qemu/${name}.pid`, 'utf8').trim();
  const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13);
  return `${((Number(user) + Number(system)) / 100).toFixed(1)} s CPU`;
}

async function boot(template, variant) {
  const name = `check-${template}-${variant.machine}`;
  const [disk, serial] = [join(work, `${name}.qcow2`), join(work, `${name}.log`)];
  const { image, metadata } = find(template);
  await run('qemu-img', 'create', '-q', '-f', 'qcow2', '-F', 'qcow2', '-b', image, disk);
  const preparing = performance.now();
  const wayIn = await provision(run, work, disk, metadata.provision);
  const times = [`prepared ${elapsed(preparing)}`];
  const xml = join(work, `${name}.xml`);
  writeFileSync(xml, domainXml({ name, disk, serial, ...wayIn, ...variant }));
  const started = performance.now();
  await run('virsh', 'create', xml);
  await until('SSH banner', () => banner(NETWORKS[0].ip));
  times.push(`banner ${elapsed(started)}`);
  await until('SSH login', () => ssh(NETWORKS[0].ip, 'true').then(() => true));
  times.push(`ssh ${elapsed(started)}`, cpuSeconds(name));
  return { name, disk, serial, started, times };
}

async function inspect({ name, serial, disk }) {
  const [{ ip }, second] = NETWORKS;
  const facts = await ssh(
    ip,
    'hostname; uname -r; nproc; ls /etc/ssh/*key /etc/dropbear/* 2>/dev/null | tr "\\n" " "; echo; df -h / | tail -1',
  );
  console.log(facts.replace(/^/gm, '    '));
  await until('SSH banner on the second NIC', () => banner(second.ip));
  await run('virsh', 'screenshot', name, join(work, `${name}.ppm`));
  const screenshot = readFileSync(join(work, `${name}.ppm`));
  console.log(`    screenshot ${screenshot.length} bytes, ${new Set(screenshot.subarray(-300_000)).size} values`);
  console.log(`    serial log ${readFileSync(serial, 'utf8').split('\n').length} lines`);
  console.log(`    overlay ${((await run('du', '-k', disk)).split('\t')[0] / 1024).toFixed(1)} MiB`);
}

async function shutDown({ name }) {
  const started = performance.now();
  await run('virsh', 'shutdown', name, '--mode', 'acpi');
  await until('end of the domain', async () => !(await run('virsh', 'list', '--name')).includes(name));
  return elapsed(started);
}

async function check(template) {
  const memory = template === 'micro' ? 256 : 512;
  for (const variant of [
    { machine: 'pc', bus: 'virtio', memory, vcpus: 2 },
    { machine: 'q35', bus: 'scsi', memory, vcpus: 1 },
  ]) {
    const domain = await boot(template, variant);
    console.log(`${template} ${JSON.stringify(variant)}: ${domain.times.join(', ')}`);
    await inspect(domain);
    console.log(`    shutdown ${await shutDown(domain)}`);
  }
}

try {
  await run('ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', `${work}/key`);
  for (const network of NETWORKS) {
    const xml = join(work, `${network.net}.xml`);
    writeFileSync(xml, networkXml(network));
    await run('virsh', 'net-create', xml);
  }
  const wanted = process.argv.slice(2);
  for (const template of wanted.length > 0 ? wanted : Object.keys(repository().templates)) await check(template);
} catch (error) {
  console.error(error.stderr || error.message);
  process.exitCode = 1;
} finally {
  if (process.env.CHECK_KEEP) await run('cp', '-r', work, process.env.CHECK_KEEP);
  rmSync(work, { recursive: true });
}
