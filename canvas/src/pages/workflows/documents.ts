import type { Workflow, WorkflowInput } from '@/api/types';

/** The members of a workflow that its author wrote, in the order in which a document has them. */
const MEMBERS = ['name', 'description', 'tags', 'schema_version', 'nodes', 'edges', 'settings', 'ui'] as const;

/** What of a workflow is kept in a file: all that its author wrote, and nothing that the server added. */
export function toDocument(workflow: Workflow): WorkflowInput {
  return Object.fromEntries(
    MEMBERS.filter((member) => workflow[member] !== undefined).map((member) => [member, workflow[member]]),
  ) as unknown as WorkflowInput;
}

/** A workflow as the text of a file. */
export function serialize(workflow: Workflow): string {
  return `${JSON.stringify(toDocument(workflow), null, 2)}\n`;
}

/** A name for the file: `weather-alert.json`. */
export function fileName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return `${plain.slice(0, 80) || 'workflow'}.json`;
}

/**
 * Reads the text of a file. What is in it is checked by the server; here only that it can be a workflow at all.
 * @throws {Error} with a sentence that says what it is instead.
 */
export function parseDocument(text: string, file: string): WorkflowInput {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new Error(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !('nodes' in value)) {
    throw new Error(`${file} is JSON, but not a workflow: a workflow is an object with "nodes".`);
  }
  return { name: file.replace(/\.json$/i, ''), ...value } as WorkflowInput;
}

/** Another name for a copy: "Report (copy)", then "Report (copy 2)". */
export function copyName(name: string): string {
  const match = /^(.*) \(copy(?: (\d+))?\)$/s.exec(name);
  const copy = match === null ? `${name} (copy)` : `${match[1]} (copy ${Number(match[2] ?? 1) + 1})`;
  return copy.length <= 200 ? copy : name;
}
