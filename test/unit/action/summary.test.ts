import { describe, expect, it } from 'vitest';
import type { VmDescription } from '../../../src/action/handover.ts';
import { codeBlock, escaped, withinBudget } from '../../../src/action/markdown.ts';
import { evidenceSummary, type MainReport, mainSummary, SUMMARY_BUDGET } from '../../../src/action/summary.ts';
import { topologyDiagram } from '../../../src/action/topology.ts';
import { domain, NAT, planOf } from '../../support/plan.ts';

const plan = planOf({
  domains: { web: domain(['lab', 'storage']), db: domain(['lab']) },
  nets: { lab: { ...NAT, type: 'nat', management: true }, storage: { ...NAT, type: 'nat', management: false } },
});

function vm(name: string): VmDescription {
  const nics = [{ net: 'lab', ip: '192.168.200.2', mac: '54:52:c0:a8:c8:02' }];
  return {
    name,
    fqdn: `${name}.lago.local`,
    ip: '192.168.200.2',
    ips: ['192.168.200.2'],
    nics,
    groups: [],
    distro: 'debian12',
  };
}

function report(changes: Partial<MainReport> = {}): MainReport {
  return {
    plan,
    vms: [vm('web'), vm('db')],
    timings: [],
    cache: undefined,
    failure: undefined,
    artifact: undefined,
    ...changes,
  };
}

describe('mainSummary', () => {
  it('shows the machines, how they are connected, and how long it took', () => {
    const timings = [
      { title: 'Start environment', depth: 0, milliseconds: 12_340, failed: false },
      { title: 'Wait for SSH', depth: 1, milliseconds: 11_000, failed: true },
    ];
    const text = mainSummary(report({ timings }));
    expect(text).toContain('2 machines on 2 networks, with KVM.');
    expect(text).toContain('| web | web.lago.local | lab: 192.168.200.2 |  | debian12 |');
    expect(text).toContain('```mermaid\nflowchart LR\n');
    expect(text).toContain('| Start environment | 12.3 s |');
    expect(text).toMatch(/Wait for SSH \(failed\) \| 11\.0 s/);
  });

  it('says why it failed and where the evidence will be', () => {
    const text = mainSummary(report({ failure: 'VM web does not answer', artifact: 'lago-test-1-abc' }));
    expect(text).toContain('## Lago environment: failed');
    expect(text).toContain('VM web does not answer');
    expect(text).toContain('**lago-test-1-abc**');
  });

  it('works without a plan, when nothing could be made', () => {
    const text = mainSummary(report({ plan: undefined, vms: [], failure: 'no such file' }));
    expect(text).toContain('no such file');
    expect(text).not.toContain('undefined');
  });

  it('stays below the size at which GitHub drops the whole of it, and says what is left out', () => {
    const vms = Array.from({ length: 30_000 }, (_, index) => vm(`machine-${index}`));
    const text = mainSummary(report({ vms, failure: 'x'.repeat(100_000) }));
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(SUMMARY_BUDGET);
    expect(text).toContain('machine-0');
    expect(text).toMatch(/and \d+ more machines/);
  });

  it('lets names do nothing to the page', () => {
    const text = mainSummary(
      report({ vms: [vm('a|b<img src=x>`@team` [x](http://evil)\n## owned')], failure: '```\n</pre>' }),
    );
    expect(text).not.toMatch(/<img|\]\(http|@team|^## owned/m);
    expect(text).toContain('````text\n```\n</pre>\n````');
  });
});

describe('evidenceSummary', () => {
  it('shows what was collected, what is missing, and why', () => {
    const text = evidenceSummary('3 files in the artifact **x**.', [
      { vm: 'web', collected: ['/var/log'], missing: ['/etc/x'], files: ['web-serial.log', 'web-screenshot.png'] },
      { vm: 'db', collected: [], missing: ['/var/log'], error: 'it is not running', files: [] },
    ]);
    expect(text).toContain('3 files in the artifact **x**.');
    expect(text).toContain('| web | /var/log | /etc/x | web-serial.log, web-screenshot.png |');
    expect(text).toContain('| db |  | it is not running |  |');
  });
});

describe('topologyDiagram', () => {
  it('connects machines and networks by their addresses', () => {
    expect(topologyDiagram(plan)?.split('\n')).toEqual([
      'flowchart LR',
      expect.stringMatching(/^ {2}n0\(\["lab<br\/>192\.168\.\d+\.0\/24<br\/>management"\]\)$/),
      expect.stringMatching(/^ {2}n1\(\["storage<br\/>192\.168\.\d+\.0\/24"\]\)$/),
      '  v0["web<br/>debian12"]',
      '  v1["db<br/>debian12"]',
      expect.stringMatching(/^ {2}v0 -- "192\.168\.\d+\.\d+" --- n0$/),
      expect.stringMatching(/^ {2}v0 -- "192\.168\.\d+\.\d+" --- n1$/),
      expect.stringMatching(/^ {2}v1 -- "192\.168\.\d+\.\d+" --- n0$/),
    ]);
  });

  it('gives up what GitHub would not draw', () => {
    const web = plan.domains.get('web');
    if (!web) throw new Error('no web');
    const domains = new Map(Array.from({ length: 300 }, (_, index) => [`vm${index}`, { ...web, name: `vm${index}` }]));
    expect(topologyDiagram({ nets: plan.nets, domains })).toBeUndefined();
  });

  it('lets names do nothing to the diagram', () => {
    const web = plan.domains.get('web');
    if (!web) throw new Error('no web');
    const domains = new Map([['x', { ...web, name: 'x"] --> y; click y "http://evil"\n%%{init' }]]);
    const diagram = topologyDiagram({ nets: plan.nets, domains }) ?? '';
    expect(diagram).not.toMatch(/click y "|-->|%%/);
  });
});

describe('withinBudget', () => {
  it('keeps as many rows as fit', () => {
    const rows = Array.from({ length: 10 }, (_, index) => `row ${index}\n`);
    const section = { head: 'head\n', rows, more: (left: number) => `and ${left} more\n`, tail: 'tail\n' };
    expect(withinBudget([section], 45)).toBe('head\nrow 0\nrow 1\nrow 2\nand 7 more\ntail\n');
    expect(withinBudget([section], 10)).toBe('');
  });

  it('counts bytes, not characters', () => {
    const section = { head: '', rows: ['é'.repeat(10), 'é'.repeat(10)] };
    expect(Buffer.byteLength(withinBudget([section], 30))).toBe(20);
  });
});

describe('escaped and codeBlock', () => {
  it('show control characters', () => {
    expect(escaped('a\u001bb')).toBe('a&#92;x1bb');
    expect(codeBlock('a\u0007b')).toBe('```text\na\\x07b\n```\n');
  });
});
