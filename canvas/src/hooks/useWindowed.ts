import { useCallback, useEffect, useState, type RefCallback } from 'react';

const MORE = 8;

export interface Windowed {
  ref: RefCallback<HTMLDivElement>;
  element: HTMLDivElement | null;
  /** The rows to draw: from `first` to before `last`. */
  first: number;
  last: number;
  /** Scrolls so that the row is seen. */
  reveal(index: number): void;
  /** Whether the end of the list is on the screen. */
  atEnd: boolean;
}

/** Which rows of a long list of equal height are on the screen. The list's element takes `ref` and scrolls. */
export function useWindowed(count: number, rowHeight: number): Windowed {
  const [element, setElement] = useState<HTMLDivElement | null>(null);
  const [view, setView] = useState({ top: 0, height: 0 });

  useEffect(() => {
    if (element === null) {
      return;
    }
    const read = () => setView({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(read);
    observer.observe(element);
    element.addEventListener('scroll', read, { passive: true });
    read();
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', read);
    };
  }, [element]);

  const reveal = useCallback(
    (index: number) => {
      if (element === null) {
        return;
      }
      const top = index * rowHeight;
      if (top < element.scrollTop) {
        element.scrollTop = top;
      } else if (top + rowHeight > element.scrollTop + element.clientHeight) {
        element.scrollTop = top + rowHeight - element.clientHeight;
      }
    },
    [element, rowHeight],
  );

  const first = Math.max(0, Math.floor(view.top / rowHeight) - MORE);
  const last = Math.min(count, Math.ceil((view.top + view.height) / rowHeight) + MORE);
  return {
    ref: setElement,
    element,
    first,
    last,
    reveal,
    atEnd: view.top + view.height >= count * rowHeight - rowHeight,
  };
}
