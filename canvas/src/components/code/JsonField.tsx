import { json } from '@codemirror/lang-json';
import { useEffect, useRef, useState } from 'react';
import { CodeField } from './CodeField';

const LANGUAGE = [json()];

interface JsonFieldProps {
  id?: string;
  label: string;
  value: unknown;
  /** Called with every text that is JSON; undefined when the field is empty. */
  onChange(value: unknown): void;
  minHeight?: string;
  placeholder?: string;
  describedBy?: string;
  /** Texts that are taken as they are, such as templates. */
  isText?(text: string): boolean;
}

/** A field for any JSON. A text that is not JSON yet stays in the field and says so. */
export function JsonField({ value, onChange, isText, ...rest }: JsonFieldProps) {
  const [text, setText] = useState(() => toText(value, isText));
  const [error, setError] = useState<string>();
  const given = useRef(value);

  // What comes from elsewhere, as by undo, replaces the text; what we gave ourselves does not.
  useEffect(() => {
    if (value !== given.current) {
      given.current = value;
      setText(toText(value, isText));
      setError(undefined);
    }
  }, [value, isText]);

  const change = (next: string) => {
    setText(next);
    const read = fromText(next, isText);
    setError('error' in read ? read.error : undefined);
    if ('value' in read) {
      given.current = read.value;
      onChange(read.value);
    }
  };
  return (
    <div className="flex flex-col gap-1">
      <CodeField
        {...rest}
        value={text}
        onChange={change}
        invalid={error !== undefined}
        extensions={LANGUAGE}
        minHeight={rest.minHeight ?? '72px'}
      />
      {error !== undefined && <p className="text-2xs text-bad">{error}</p>}
    </div>
  );
}

function toText(value: unknown, isText: ((text: string) => boolean) | undefined): string {
  return value === undefined
    ? ''
    : typeof value === 'string' && isText?.(value) === true
      ? value
      : JSON.stringify(value, null, 2);
}

function fromText(
  text: string,
  isText: ((text: string) => boolean) | undefined,
): { value: unknown } | { error: string } {
  if (text.trim() === '') {
    return { value: undefined };
  }
  if (isText?.(text) === true) {
    return { value: text };
  }
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return { error: `Not JSON yet: ${(error as Error).message}` };
  }
}
