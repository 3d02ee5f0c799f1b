import { CopyButton } from './CopyButton';

/** Text to be copied as it is: a command, a document. Long lines wrap. */
export function CodeBlock({ text, label }: { text: string; label: string }) {
  return (
    <div className="relative rounded-md border border-line bg-sunken">
      <pre
        tabIndex={0}
        aria-label={label}
        className="max-h-56 overflow-y-auto py-2.5 pr-10 pl-3 font-mono text-xs leading-5 break-all whitespace-pre-wrap"
      >
        {text}
      </pre>
      <CopyButton text={text} label={`Copy ${label.toLowerCase()}`} className="absolute top-1.5 right-1.5 bg-sunken" />
    </div>
  );
}
