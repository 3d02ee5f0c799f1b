import { evaluateExpression, evaluateTemplate, type Scope } from './evaluate';

export interface PreviewRequest {
  id: number;
  text: string;
  mode: 'template' | 'expression';
  /** Sent when it has changed only. */
  scope?: Scope;
}

let scope: Scope = {};

onmessage = ({ data }: MessageEvent<PreviewRequest>) => {
  scope = data.scope ?? scope;
  const preview =
    data.mode === 'expression' ? evaluateExpression(data.text, scope) : evaluateTemplate(data.text, scope);
  // What cannot be cloned, such as a pattern within a list, is no value of a run either.
  try {
    postMessage({ id: data.id, preview });
  } catch {
    postMessage({ id: data.id, preview: { error: 'The value cannot be shown.' } });
  }
};
