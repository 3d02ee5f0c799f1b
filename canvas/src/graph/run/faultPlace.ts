import type { WorkflowNode } from '@/api/types';

interface Fault {
  code: string;
  message: string;
  details?: unknown;
}

/**
 * Where in the node's config an error has its cause, as a JSON Pointer into the node; empty when the error tells of no field. An
 * error names its expression, its field, or has a pointer in its details.
 */
export function faultPlace(node: WorkflowNode, error: Fault): string {
  const pointer = (error.details as { pointer?: unknown } | null | undefined)?.pointer;
  if (typeof pointer === 'string') {
    return pointer.startsWith('/config') ? pointer : `/config${pointer}`;
  }
  const places = stringsOf(node.config ?? {}, '/config');
  const quoted = [...error.message.matchAll(/['"`“‘]([^'"`”’]{2,})['"`”’]/g)].map((match) => match[1] ?? '');
  const found =
    places.find(({ text }) => expressionsIn(text).some((source) => error.message.includes(source))) ??
    places.find(({ text }) => quoted.some((part) => text.includes(part)));
  return found?.pointer ?? BY_TYPE[node.type] ?? '';
}

/** The field that a failure is about where no other is told. */
const BY_TYPE: Record<string, string> = {
  http_request: '/config/url',
  python_code: '/config/code',
  if_else: '/config/condition',
  ai_agent: '/config/prompt',
};

function expressionsIn(text: string): string[] {
  return [...text.matchAll(/\{\{(.*?)\}\}/gs)]
    .map((match) => (match[1] ?? '').trim())
    .filter((source) => source.length > 1);
}

function stringsOf(value: unknown, pointer: string): { pointer: string; text: string }[] {
  if (typeof value === 'string') {
    return [{ pointer, text: value }];
  }
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([name, member]) =>
    stringsOf(member, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}
