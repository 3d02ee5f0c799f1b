import { autocompletion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { RangeSetBuilder, type Extension } from '@codemirror/state';
import { Decoration, ViewPlugin, type DecorationSet, type EditorView, type ViewUpdate } from '@codemirror/view';
import { completeExpression } from '@/graph/expressions/complete';
import type { Scope } from '@/graph/expressions/evaluate';
import { ROOTS } from '@/graph/expressions/language';
import { expressionAt, splitTemplate } from '@/graph/expressions/template';

export type ExpressionMode = 'template' | 'expression';

/** Highlighting and completion of expressions: in the whole text, or between `{{` and `}}`. */
export function expressionSupport(mode: ExpressionMode, scope: () => Scope): Extension {
  return [
    ViewPlugin.fromClass(
      class {
        decorations: DecorationSet;
        constructor(view: EditorView) {
          this.decorations = decorate(view, mode);
        }
        update(update: ViewUpdate) {
          if (update.docChanged) {
            this.decorations = decorate(update.view, mode);
          }
        }
      },
      { decorations: (plugin) => plugin.decorations },
    ),
    autocompletion({ override: [(context) => complete(context, mode, scope())], icons: false, activateOnTyping: true }),
  ];
}

function complete(context: CompletionContext, mode: ExpressionMode, scope: Scope): CompletionResult | null {
  const text = context.state.doc.toString();
  const place = mode === 'expression' ? { source: text, start: 0 } : expressionAt(text, context.pos);
  if (place === undefined) {
    return null;
  }
  const found = completeExpression(text.slice(place.start, context.pos), scope);
  if (found === undefined || found.options.length === 0) {
    return null;
  }
  const from = place.start + found.from;
  // Nothing is proposed after a space, unless it is asked for.
  if (!context.explicit && from === context.pos && text.charAt(from - 1) !== '.') {
    return null;
  }
  return {
    from,
    validFor: /^[\w$]*$/,
    options: found.options.map((option) => ({
      label: option.label,
      detail: option.detail,
      boost: option.kind === 'data' ? 20 : option.kind === 'root' ? 10 : 0,
      apply: (view: EditorView, _: unknown, start: number, end: number) => {
        // Brackets take the place of the dot.
        const begin = option.apply.startsWith('[') && view.state.sliceDoc(start - 1, start) === '.' ? start - 1 : start;
        view.dispatch({
          changes: { from: begin, to: end, insert: option.apply },
          selection: { anchor: begin + option.apply.length },
        });
      },
    })),
  };
}

const brace = Decoration.mark({ class: 'cm-template-brace' });
const template = Decoration.mark({ class: 'cm-template' });
const TOKEN =
  /("(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|`(?:[^`\\]|\\.)*`?)|(\b\d[\d_.]*\b)|((?<![.\w$])[A-Za-z_$][\w$]*)/g;
const WORDS = new Set(['true', 'false', 'null', 'undefined', 'typeof', 'in', 'NaN', 'Infinity']);
const marks = {
  string: Decoration.mark({ class: 'cm-x-string' }),
  number: Decoration.mark({ class: 'cm-x-number' }),
  root: Decoration.mark({ class: 'cm-x-root' }),
  word: Decoration.mark({ class: 'cm-x-word' }),
};

function decorate(view: EditorView, mode: ExpressionMode): DecorationSet {
  const text = view.state.doc.toString();
  const builder = new RangeSetBuilder<Decoration>();
  if (mode === 'expression') {
    decorateTokens(builder, text, 0);
    return builder.finish();
  }
  for (const part of splitTemplate(text)) {
    if (part.kind === 'expression') {
      builder.add(part.start - 2, part.end + 2, template);
      builder.add(part.start - 2, part.start, brace);
      decorateTokens(builder, part.source, part.start);
      builder.add(part.end, part.end + 2, brace);
    }
  }
  return builder.finish();
}

function decorateTokens(builder: RangeSetBuilder<Decoration>, source: string, offset: number): void {
  for (const match of source.matchAll(TOKEN)) {
    const [token, string, number, name] = match;
    const mark =
      string !== undefined
        ? marks.string
        : number !== undefined
          ? marks.number
          : ROOTS.has(name ?? '')
            ? marks.root
            : WORDS.has(name ?? '')
              ? marks.word
              : undefined;
    if (mark !== undefined) {
      builder.add(offset + match.index, offset + match.index + token.length, mark);
    }
  }
}
