import { useEffect } from 'react';
import { connection } from '@/api/connection';
import { current, useEditor } from '@/store/editor';
import { SAVE_DELAY, saveDraft } from '@/store/saving';

const RETRY = 5000;

/** Saves a moment after the last change, again after a failure, and at once when the tab is hidden. */
export function useAutosave(): void {
  const document = useEditor(current);
  const saveState = useEditor((state) => state.saveState);

  useEffect(() => {
    if (saveState !== 'dirty' && saveState !== 'failed') {
      return;
    }
    const timer = setTimeout(() => void saveDraft(), saveState === 'failed' ? RETRY : SAVE_DELAY);
    return () => clearTimeout(timer);
  }, [document, saveState]);

  useEffect(() => {
    const now = () => void saveDraft();
    const whenHidden = () => window.document.visibilityState === 'hidden' && now();
    const warn = (event: BeforeUnloadEvent) => {
      if (useEditor.getState().saveState !== 'saved') {
        now();
        event.preventDefault();
      }
    };
    const stop = connection.subscribe(() => connection.reachable() && now());
    window.document.addEventListener('visibilitychange', whenHidden);
    window.addEventListener('beforeunload', warn);
    return () => {
      stop();
      now();
      window.document.removeEventListener('visibilitychange', whenHidden);
      window.removeEventListener('beforeunload', warn);
    };
  }, []);
}
