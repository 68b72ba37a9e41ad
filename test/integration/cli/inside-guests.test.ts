import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Environment, loadEnv } from '../../../src/index.ts';
import { microFile, type Sandbox, sandbox } from '../../support/sandbox.ts';
import { Terminal } from '../../support/terminal.ts';
import { LAGO, lago, output, sandboxEnvironment } from './support.ts';

let box: Sandbox;
let cwd: string;
let env: Environment;

/** One machine with a data disk and two deploy scripts, and one whose script fails. */
function twoMachines(): string {
  const file = JSON.parse(microFile(['web', 'db'], { artifacts: ['/srv', '/etc/hostname', '/root/link', '/nope'] }));
  file.domains.web.metadata = {
    'deploy-scripts': ['scripts/one.sh', '$LAGO_INITFILE_PATH/scripts/two.sh'],
    team: 'qa',
  };
  file.domains.db.metadata = { 'deploy-scripts': 'scripts/fails.sh' };
  const data = { type: 'file', name: 'data', path: 'data.raw', dev: 'vdb', format: 'raw' };
  file.domains.web.disks = [...file.domains.web.disks, data];
  return JSON.stringify(file);
}

beforeAll(async () => {
  box = sandbox();
  cwd = box.common.cwd;
  mkdirSync(join(cwd, 'scripts'));
  box.write('scripts/one.sh', 'echo "$LAGO_VM at $LAGO_IP" > /root/one\n');
  box.write('scripts/two.sh', 'cat /root/one; hostname; ping -c 1 -W 20 db >/dev/null && echo "knows db"\n');
  box.write('scripts/fails.sh', 'echo on its way; echo "disk is full" >&2; exit 6\n');
  // The guest cannot make file systems.
  execFileSync('mkfs.ext4', ['-q', '-F', join(cwd, 'data.raw'), '64M']);
  box.write('LagoInitFile', twoMachines());
  await output(box, ['init']);
  await output(box, ['start']);
  env = await loadEnv(box.common);
});

afterAll(async () => {
  await env.close();
  await output(box, ['destroy', '-y']);
  expect(box.leftovers()).toEqual([]);
  box.remove();
});

function onTerminal(...argv: readonly string[]): Terminal {
  return new Terminal([...LAGO, ...argv], { cwd, env: { ...sandboxEnvironment(box), TERM: 'xterm' } });
}

describe('lago deploy', () => {
  it('runs the scripts of a machine, as they were at init', async () => {
    box.write('scripts/two.sh', 'exit 99\n');
    await output(box, ['deploy', 'web']);
    const directory = join(cwd, '.lago/default/logs/deploy/web');
    const [first = '', second = ''] = readdirSync(directory).toSorted();
    expect(first).toBe('01-scripts_one.sh.log');
    const text = readFileSync(join(directory, second), 'utf8');
    expect(text).toBe(`web at ${env.vm('web').ip()}\nweb\nknows db\n`);
  });

  it('fails with the script, its code and its last words, while others go on', async () => {
    await env.vm('web').ssh('rm -f /root/one');
    const { code, err } = await lago(box, ['deploy']);
    expect(code).toBe(1);
    expect(err).toContain('VM db: the deploy script scripts/fails.sh ended with exit code 6:');
    expect(err).toContain('disk is full');
    expect((await env.vm('web').ssh('cat /root/one')).out).toContain('web at');
  });
});

describe('members of a machine', () => {
  it('say what is known about it', async () => {
    const web = env.vm('web');
    expect(web.metadata).toEqual({ 'deploy-scripts': expect.any(Array), team: 'qa' });
    expect(web.disks.map(({ name, dev }) => [name, dev])).toEqual([
      ['root', 'vda'],
      ['data', 'vdb'],
    ]);
    expect(web).toMatchObject({ vmType: 'default', vmProvider: 'local-libvirt', managementNet: 'lago' });
    expect(web.mgmtNet?.isManagement()).toBe(true);
    expect(web.nets()).toEqual(['lago']);
    expect(web.iscsiName()).toBe('iqn.2014-07.org.lago:web');
    expect(await web.cpuVendor()).toMatch(/Intel|AMD/);
  });

  it('run commands with input, shown output, a number of tries and a time (D3)', async () => {
    const web = env.vm('web');
    expect((await web.ssh('cat', { stdin: 'typed', tries: 1 })).out).toBe('typed');
    await web.ssh('echo first; echo second >&2; exit 3', { showOutput: true, check: false });
    await expect(web.ssh('exit 3')).rejects.toMatchObject({ code: 'COMMAND_FAILED' });
    await expect(web.ssh('sleep 60', { timeout: 0.5 })).rejects.toMatchObject({ code: 'COMMAND_TIMEOUT' });
    expect(box.messages('info')).toEqual(expect.arrayContaining(['web | first', 'web | second']));
    expect(await web.sshReachable({ tries: 2 })).toBe(true);
  });
});

describe('services', () => {
  /** Programs that play a service manager, as this guest has none. */
  const FAKES = `
mkdir -p /srv/units /usr/sbin /etc/init.d
cat > /usr/sbin/service <<'END'
#!/bin/sh
case $2 in
  status) [ -e /srv/units/$1 ] && { echo "$1 is running"; exit 0; }; echo "$1 is stopped"; exit 3 ;;
  start) touch /srv/units/$1 ;;
  stop) rm /srv/units/$1 ;;
esac
END
chmod +x /usr/sbin/service; touch /etc/init.d/httpd`;

  it('are run by init scripts where there is nothing else, and that is remembered', async () => {
    const db = env.vm('db');
    await expect(db.service('httpd')).rejects.toMatchObject({ code: 'SERVICES_UNSUPPORTED' });
    await db.ssh(FAKES);
    const httpd = await db.service('httpd');
    expect([httpd.provider, await httpd.state()]).toEqual(['sysvinit', 'inactive']);
    await httpd.start();
    expect(await httpd.alive()).toBe(true);
    await httpd.stop();
    expect(await httpd.alive()).toBe(false);
    expect(await (await db.service('nope')).state()).toBe('inactive');
    expect(await db.hasGuestAgent()).toBe(true);

    await using other = await loadEnv(box.common);
    expect(other.vm('db').spec).toMatchObject({ service_provider: 'sysvinit', 'guest-agent': 'qemu-guest-agent' });
    await other.vm('db').save();
    const saved = JSON.parse(readFileSync(join(cwd, '.lago/default/virt/vm-db'), 'utf8'));
    expect(saved).toMatchObject({ name: 'db', service_provider: 'sysvinit' });
  });
});

describe('lago shell on a terminal', () => {
  it('passes keys, window sizes and the exit code on, and leaves the terminal as it was', async () => {
    await using terminal = onTerminal('shell', 'web');
    await terminal.shows(/# /);
    terminal.type('stty size\n');
    await terminal.shows(/24 80\r\n/);
    terminal.resize(50, 132);
    // The guest hears of it some time later.
    terminal.type('until stty size | grep -q "^50 1"; do sleep 0.1; done; stty size\n');
    await terminal.shows(/50 132\r\n/);
    terminal.type('exit 5\n');
    expect(await terminal.ended).toEqual({ code: 5, restored: true });
  });

  it.each([
    [1, 129],
    [2, 130],
    [15, 143],
  ])('leaves it as it was when signal %i ends it', async (signal, code) => {
    await using terminal = onTerminal('shell', 'web');
    await terminal.shows(/# /);
    terminal.signal(signal);
    expect(await terminal.ended).toEqual({ code, restored: true });
  });

  it('takes a command line as it is', async () => {
    const text = `printf '%s|' "a  b" '$HOME' \\* "$(hostname)" 'it'"'"'s'`;
    const expected = "a  b|$HOME|*|web|it's|";
    expect(await output(box, ['shell', 'web', '-c', text])).toBe(expected);
    await using terminal = onTerminal('shell', 'web', '-c', `test -t 0 && ${text}`);
    expect(await terminal.ended).toEqual({ code: 0, restored: true });
    expect(terminal.text).toContain(expected);
  });
});

describe('lago console', () => {
  /** What is typed before virsh has attached itself is lost. */
  async function prompted(terminal: Terminal): Promise<void> {
    const typing = setInterval(() => terminal.type('\n'), 500);
    try {
      await terminal.shows(/# /);
    } finally {
      clearInterval(typing);
    }
  }

  it('is the serial console, says how to leave it, and does not keep its log from going on', async () => {
    await using terminal = onTerminal('console', 'web');
    await terminal.shows(/Ctrl\+\] leaves it/);
    await prompted(terminal);
    terminal.type('echo on the $(hostname) console\n');
    await terminal.shows(/on the web console\r\n/);
    terminal.type('\u001d');
    expect(await terminal.ended).toEqual({ code: 0, restored: true });
    // libvirt writes the log in a process of its own.
    const logged = () => readFileSync(env.vm('web').serialLog, 'utf8');
    await expect.poll(logged).toContain('on the web console');
  });

  it('puts the terminal back in order when it is ended', async () => {
    await using terminal = onTerminal('console', 'web');
    await terminal.shows(/Ctrl\+\] leaves it/);
    await prompted(terminal);
    terminal.signal(15);
    expect(await terminal.ended).toEqual({ code: 143, restored: true });
  });

  it('needs a terminal', async () => {
    const { code, err } = await lago(box, ['console', 'web']);
    expect(code).toBe(2);
    expect(err).toContain('[CONSOLE_NEEDS_TERMINAL]');
  });
});

describe('files of machines', () => {
  /** An archive's worth of what artifacts are like. */
  const FILES = `
set -e
mkdir -p /srv/data /srv/logs
echo 'in a directory' > /srv/data/file
i=0; while [ $i -lt 1000 ]; do echo $i > /srv/logs/$i.log; i=$((i+1)); done
ln -sfn 7.log /srv/logs/last
ln -sfn /etc/passwd /srv/logs/outside
ln -sfn /srv/logs /root/link
rm -f /tmp/stop /tmp/stopped
chmod 750 /srv/logs
sync`;

  it('come as one stream over SSH, whatever vanishes meanwhile (D35)', async () => {
    await env.vm('web').ssh(FILES);
    await using noise = await vanishing();
    await output(box, ['collect', '--output', 'live']);
    await noise.stop();
    expect(readdirSync(join(cwd, 'live/web/_srv/logs')).filter((name) => /^\d+\.log$/.test(name))).toHaveLength(1000);
    expect(readFileSync(join(cwd, 'live/web/_srv/data/file'), 'utf8')).toBe('in a directory\n');
    expect(readFileSync(join(cwd, 'live/web/_root_link/last'), 'utf8')).toBe('7\n');
    expect(existsSync(join(cwd, 'live/web/_srv/logs/outside'))).toBe(false);
  });

  /** Makes and removes files in the directory that is collected, until it is told to stop. */
  async function vanishing() {
    await env
      .vm('web')
      .ssh(
        '(while [ ! -e /tmp/stop ]; do for i in 1 2 3 4 5 6 7 8; do echo x > /srv/logs/v$i; done; rm -f /srv/logs/v*; done; echo > /tmp/stopped) >/dev/null 2>&1 &',
      );
    const stop = async () => {
      await env.vm('web').ssh('touch /tmp/stop; while [ ! -e /tmp/stopped ]; do usleep 10000; done; sync');
    };
    return { stop, [Symbol.asyncDispose]: stop };
  }

  it('come from a machine that is down in the same layout (D36)', async () => {
    await env.vm('web').ssh('sync');
    await output(box, ['stop', 'web']);
    const { code, err } = await lago(box, ['collect', '--output', 'dead']);
    expect({ code, warnings: err.match(/warning.*/g) }).toEqual({ code: 0, warnings: null });
    const differences = ['diff', '--recursive', '--no-dereference', 'live/web/_srv', 'dead/web/_srv'];
    // What vanished while the machine was read over SSH may be in the first.
    const out = run(differences)
      .split('\n')
      .filter((line) => line !== '' && !/^Only in live.*: v\d$/.test(line));
    expect(out).toEqual([]);
    expect(modes('dead/web')).toEqual(modes('live/web'));
  });

  it('of a machine that is down: its console and shell say so (D37)', async () => {
    await using terminal = onTerminal('console', 'web');
    expect((await terminal.ended).code).toBe(2);
    expect(terminal.text).toContain('VM web is not running (state: down) [VM_NOT_RUNNING]');
    expect((await lago(box, ['deploy', 'web'])).code).toBe(2);
  });

  function run([program = '', ...args]: readonly string[]): string {
    try {
      return execFileSync(program, args, { cwd }).toString();
    } catch (error) {
      if (error instanceof Error && 'stdout' in error) return String(error.stdout);
      throw error;
    }
  }

  function modes(directory: string): string[] {
    const names = run([
      'find',
      directory,
      '-not',
      '-name',
      'v[0-9]',
      '-not',
      '-name',
      '*.log',
      '-printf',
      '%M %P %l\n',
    ]);
    return names.trim().split('\n').toSorted();
  }
});
