import { stringify } from 'yaml';
import type { RawMapping } from './types.ts';

/** Text of an init file that was exported; YAML as Lago and we read it. */
export function formatInitFile(content: RawMapping, format: 'yaml' | 'json'): string {
  if (format === 'json') return `${JSON.stringify(content, null, 4)}\n`;
  const options = { version: '1.1', indentSeq: false, lineWidth: 0, aliasDuplicateObjects: false } as const;
  return `# Made by \`lago export\`: \`lago init\` with this file makes the environment anew.\n${stringify(content, options)}`;
}
