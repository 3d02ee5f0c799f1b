import type { WorkflowInput } from '@/api/types';

export interface Example {
  id: string;
  document: WorkflowInput;
}

/** The workflows of the folder examples/, taken in when the canvas is built. What is not a workflow there is left out. */
const files = import.meta.glob<WorkflowInput>('../../../../examples/*.json', { import: 'default', eager: true });

export const EXAMPLES: Example[] = Object.entries(files)
  .filter(([, document]) => Array.isArray(document.nodes))
  .map(([path, document]) => ({ id: path.replace(/^.*\/|\.json$/g, ''), document }))
  .sort((a, b) => a.document.nodes.length - b.document.nodes.length);
