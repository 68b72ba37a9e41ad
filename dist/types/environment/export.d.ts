import type { EnvironmentPlan } from '../providers/plan.ts';
import type { Providers } from '../providers/providers.ts';
import type { ExportOptions, ExportReport } from './options.ts';
import type { Services } from './services.ts';
/** What is exported. */
export interface ExportParts {
    readonly plan: EnvironmentPlan;
    readonly providers: Providers;
}
/** Exports machines; see `Environment.exportVms`. */
export declare function exportVms(parts: ExportParts, options: ExportOptions, services: Services): Promise<ExportReport>;
