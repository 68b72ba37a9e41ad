import { type EnvironmentPlan } from '../index.ts';
import { type CacheReport } from './cache-report.ts';
import type { VmDescription } from './handover.ts';
import type { Timing } from './timings.ts';
/** GitHub drops the summary of a step when it is larger than 1 MiB; the rest is for what we did not count. */
export declare const SUMMARY_BUDGET: number;
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
export declare function mainSummary(report: MainReport): string;
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
export declare function evidenceSummary(place: string, evidence: readonly Evidence[]): string;
