import CodeMirror, { EditorState, EditorView, type Extension } from '@uiw/react-codemirror';
import { useMemo } from 'react';
import { cx } from '@/components/ui/classes';
import { codeTheme } from './theme';

interface CodeFieldProps {
  id?: string;
  /** For screen readers, where no label points at the id. */
  label: string;
  value: string;
  onChange?(value: string): void;
  onBlur?(): void;
  extensions?: Extension[];
  placeholder?: string;
  singleLine?: boolean;
  lineNumbers?: boolean;
  minHeight?: string;
  maxHeight?: string;
  invalid?: boolean;
  describedBy?: string;
  className?: string;
}

const oneLine = EditorState.transactionFilter.of((transaction) => (transaction.newDoc.lines > 1 ? [] : transaction));

/** A text field of CodeMirror that looks like the other fields. Tab leaves it, as it leaves any field. */
export function CodeField(props: CodeFieldProps) {
  const {
    id,
    label,
    value,
    onChange,
    onBlur,
    extensions,
    placeholder,
    singleLine = false,
    lineNumbers = false,
    invalid = false,
    describedBy,
  } = props;
  const all = useMemo(
    () => [
      codeTheme,
      EditorView.contentAttributes.of({
        'aria-label': label,
        ...(id !== undefined && { id }),
        ...(describedBy !== undefined && { 'aria-describedby': describedBy }),
        ...(invalid && { 'aria-invalid': 'true' }),
      }),
      ...(singleLine ? [oneLine] : []),
      ...(extensions ?? []),
    ],
    [label, id, describedBy, invalid, singleLine, extensions],
  );
  return (
    <CodeMirror
      value={value}
      onChange={onChange}
      onBlur={onBlur}
      theme="none"
      indentWithTab={false}
      readOnly={onChange === undefined}
      placeholder={placeholder}
      minHeight={props.minHeight}
      maxHeight={props.maxHeight ?? '320px'}
      basicSetup={{
        lineNumbers,
        foldGutter: false,
        highlightActiveLine: !singleLine,
        highlightActiveLineGutter: lineNumbers,
        autocompletion: false,
        searchKeymap: false,
      }}
      extensions={all}
      className={cx(
        'nodrag nowheel overflow-hidden rounded-md border bg-surface focus-within:outline-2 focus-within:outline-offset-1 focus-within:outline-accent',
        invalid ? 'border-bad' : 'border-line-strong hover:border-muted',
        props.className,
      )}
    />
  );
}
