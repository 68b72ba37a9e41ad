import { duration, type EnvironmentPlan } from '../index.ts';
import { type CacheReport, cacheSections } from './cache-report.ts';
import type { VmDescription } from './handover.ts';
import { codeBlock, escaped, type Section, withinBudget } from './markdown.ts';
import type { Timing } from './timings.ts';
import { topologyDiagram } from './topology.ts';

/** GitHub drops the summary of a step when it is larger than 1 MiB; the rest is for what we did not count. */
export const SUMMARY_BUDGET = 1000 * 1000;

/** What the summary of `main` tells. */
export interface MainReport {
  readonly plan: Pick<EnvironmentPlan, 'domains' | 'nets' | 'host'> | undefined;
  readonly vms: readonly VmDescription[];
  readonly timings: readonly Timing[];
  /** What came from where; unknown when it was never asked. */
  readonly cache: CacheReport | undefined;
  /** Why it failed. */
  readonly failure: string | undefined;
  /** Name of the artifact with the evidence, when there will be one. */
  readonly artifact: string | undefined;
}

/** Summary of the step that brings the environment up: machines, topology, timings; the reason when it failed. */
export function mainSummary(report: MainReport): string {
  const sections = [
    heading(report),
    ...failure(report),
    ...machines(report.vms),
    ...topology(report.plan),
    ...(report.cache ? cacheSections(report.cache) : []),
    ...timeline(report.timings),
  ];
  return withinBudget(sections, SUMMARY_BUDGET);
}

function heading({ plan, failure }: MainReport): Section {
  const facts = plan
    ? `${plural(plan.domains.size, 'machine')} on ${plural(plan.nets.size, 'network')}, ${plan.host.acceleration === 'kvm' ? 'with KVM' : 'emulated'}.`
    : '';
  const title = failure === undefined ? 'Lago environment' : 'Lago environment: failed';
  return { head: `## ${title}\n\n${facts}${facts === '' ? '' : '\n\n'}`, rows: [] };
}

function failure({ failure, artifact }: MainReport): Section[] {
  if (failure === undefined) return [];
  const place =
    artifact === undefined
      ? ''
      : `Serial logs, screenshots and the logs of Lago will be in the artifact **${escaped(artifact)}**.\n\n`;
  return [{ head: `${codeBlock(failure.slice(0, 8000))}\n${place}`, rows: [] }];
}

function machines(vms: readonly VmDescription[]): Section[] {
  if (vms.length === 0) return [];
  return [
    {
      head: '| machine | name | addresses | groups | distribution |\n| --- | --- | --- | --- | --- |\n',
      rows: vms.map(machineRow),
      more: (left) => `\nand ${left} more machines\n`,
      tail: '\n',
    },
  ];
}

function machineRow(vm: VmDescription): string {
  const addresses = vm.nics.map(({ net, ip }) => `${escaped(net)}: ${escaped(ip ?? 'unknown')}`).join('<br>');
  const cells = [
    escaped(vm.name),
    escaped(vm.fqdn),
    addresses,
    escaped(vm.groups.join(', ')),
    escaped(vm.distro ?? ''),
  ];
  return `| ${cells.join(' | ')} |\n`;
}

function topology(plan: MainReport['plan']): Section[] {
  const diagram = plan && topologyDiagram(plan);
  return diagram === undefined ? [] : [{ head: '', rows: [`\`\`\`mermaid\n${diagram}\n\`\`\`\n\n`] }];
}

function timeline(timings: readonly Timing[]): Section[] {
  if (timings.length === 0) return [];
  return [
    {
      head: '<details><summary>Timings</summary>\n\n| phase | time |\n| --- | --- |\n',
      rows: timings.map(
        ({ title, depth, milliseconds, failed }) =>
          `| ${'&nbsp;'.repeat(depth * 4)}${escaped(title)}${failed ? ' (failed)' : ''} | ${duration(milliseconds)} |\n`,
      ),
      more: (left) => `| and ${left} more | |\n`,
      tail: '\n</details>\n',
    },
  ];
}

function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** What was collected from one machine. */
export interface Evidence {
  readonly vm: string;
  readonly collected: readonly string[];
  readonly missing: readonly string[];
  readonly error?: string;
  /** Files beside what the init file asked for: serial log, screenshot. */
  readonly files: readonly string[];
}

/** Summary of the step that collects: where the evidence is. */
export function evidenceSummary(place: string, evidence: readonly Evidence[]): string {
  const head = `## Lago artifacts\n\n${place}\n\n`;
  const table = '| machine | collected | missing | evidence |\n| --- | --- | --- | --- |\n';
  const rows = evidence.map(({ vm, collected, missing, error, files }) => {
    const lacking = error === undefined ? missing.join(', ') : error;
    return `| ${[vm, collected.join(', '), lacking, files.join(', ')].map(escaped).join(' | ')} |\n`;
  });
  const sections: Section[] = [{ head, rows: [] }];
  if (rows.length > 0) sections.push({ head: table, rows, more: (left) => `\nand ${left} more machines\n` });
  return withinBudget(sections, SUMMARY_BUDGET);
}
