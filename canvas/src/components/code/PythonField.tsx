import { python } from '@codemirror/lang-python';
import { CodeField } from './CodeField';

const LANGUAGE = [python()];

export function PythonField(props: {
  id?: string;
  label: string;
  value: string;
  onChange(value: string): void;
  invalid?: boolean;
  describedBy?: string;
}) {
  return (
    <CodeField
      {...props}
      lineNumbers
      minHeight="160px"
      maxHeight="480px"
      extensions={LANGUAGE}
      placeholder={'def main(**inputs):\n    return {"ok": True}'}
    />
  );
}
