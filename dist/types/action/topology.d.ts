import type { EnvironmentPlan } from '../index.ts';
type Topology = Pick<EnvironmentPlan, 'domains' | 'nets'>;
/** Mermaid diagram of machines and networks; undefined when it would be too large for GitHub to draw. */
export declare function topologyDiagram({ domains, nets }: Topology): string | undefined;
export {};
