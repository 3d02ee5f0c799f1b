import { useEffect, useMemo, useRef, useState } from 'react';
import type { Preview, Scope } from '@/graph/expressions/evaluate';
import { previewer } from '@/graph/expressions/previewer';
import { hasTemplate } from '@/graph/expressions/template';
import { CodeField } from './CodeField';
import { expressionSupport, type ExpressionMode } from './expressionSupport';

interface ExpressionFieldProps {
  id?: string;
  label: string;
  value: string;
  mode: ExpressionMode;
  onChange(value: string): void;
  onBlur?(): void;
  /** What the last run knows: completion and preview are made from it. Undefined when nothing has run. */
  scope?: Scope;
  multiLine?: boolean;
  placeholder?: string;
  invalid?: boolean;
  describedBy?: string;
  /** Without the line below that shows the value. */
  plain?: boolean;
}

const NO_SCOPE: Scope = { input: null, trigger: null, state: {}, nodes: {}, execution: { id: '' } };

/** A field for a text with templates, or for a bare expression: highlighted, completed from the last run, with its value below. */
export function ExpressionField({ mode, scope, multiLine = false, plain = false, ...rest }: ExpressionFieldProps) {
  const latest = useRef<Scope>(NO_SCOPE);
  useEffect(() => {
    latest.current = scope ?? NO_SCOPE;
  });
  const extensions = useMemo(() => [expressionSupport(mode, () => latest.current)], [mode]);
  const computed = mode === 'expression' ? rest.value.trim() !== '' : hasTemplate(rest.value);
  return (
    <div className="flex flex-col gap-1">
      <CodeField
        {...rest}
        singleLine={!multiLine && !rest.value.includes('\n')}
        minHeight={multiLine ? '72px' : undefined}
        extensions={extensions}
      />
      {computed && !plain && scope !== undefined && <PreviewLine text={rest.value} mode={mode} scope={scope} />}
    </div>
  );
}

function PreviewLine({ text, mode, scope }: { text: string; mode: ExpressionMode; scope: Scope }) {
  const [preview, setPreview] = useState<Preview>();
  useEffect(() => {
    let current = true;
    void previewer.preview(text, mode, scope).then((result) => current && setPreview(result));
    return () => {
      current = false;
    };
  }, [text, mode, scope]);
  if (preview === undefined) {
    return null;
  }
  return (
    <p className="flex min-w-0 gap-1.5 font-mono text-2xs" data-preview>
      <span aria-hidden className="text-faint">
        =
      </span>
      {'error' in preview ? (
        <span className="text-wait">{preview.error}</span>
      ) : (
        <span className="line-clamp-3 min-w-0 break-words text-ok">
          {preview.value === undefined ? 'undefined' : JSON.stringify(preview.value)}
        </span>
      )}
    </p>
  );
}
