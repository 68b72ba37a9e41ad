import type { TemplateStore } from '../store.ts';
import type { FoundImage } from './find.ts';
/** Versions of a template that the store has, verified, the one fetched last first. Their addresses are unknown. */
export declare function templatesIn(store: TemplateStore, repository: string, template: string): Promise<readonly FoundImage[]>;
