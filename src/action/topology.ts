import type { EnvironmentPlan } from '../index.ts';

/** GitHub draws no diagram with more edges, or more text, than this. */
const MOST_EDGES = 400;
const MOST_BYTES = 45_000;

type Topology = Pick<EnvironmentPlan, 'domains' | 'nets'>;

/** Mermaid diagram of machines and networks; undefined when it would be too large for GitHub to draw. */
export function topologyDiagram({ domains, nets }: Topology): string | undefined {
  const netIds = new Map([...nets.keys()].map((name, index) => [name, `n${index}`]));
  const netLines = [...nets.values()].map((net) => {
    const lines = [net.name, net.subnet, net.management ? 'management' : undefined];
    return `  ${netIds.get(net.name)}(["${label(lines)}"])`;
  });
  const edges: string[] = [];
  const vmLines = [...domains.values()].map((domain, index) => {
    for (const { net, ip } of domain.nics) {
      const link = ip === undefined ? '---' : `-- "${label([ip])}" ---`;
      edges.push(`  v${index} ${link} ${netIds.get(net)}`);
    }
    return `  v${index}["${label([domain.name, domain.distro])}"]`;
  });
  const diagram = ['flowchart LR', ...netLines, ...vmLines, ...edges].join('\n');
  return edges.length > MOST_EDGES || Buffer.byteLength(diagram) > MOST_BYTES ? undefined : diagram;
}

/** Names come from the init file: everything that could mean something to Mermaid or HTML is replaced. */
function label(lines: readonly (string | undefined)[]): string {
  return lines
    .filter((line) => line !== undefined)
    .map((line) => line.replace(/[^\p{L}\p{N} ./_-]/gu, (character) => `#${character.codePointAt(0)};`))
    .join('<br/>');
}
