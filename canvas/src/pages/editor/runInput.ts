import { create } from 'zustand';

const item = (workflowId: string) => `orcheo.input.${workflowId}`;

interface RunInputState {
  workflowId: string;
  value: unknown;
  open(workflowId: string): void;
  set(value: unknown): void;
}

/** The input with which the editor runs a workflow: remembered in this browser, for each workflow. */
export const useRunInput = create<RunInputState>((set, get) => ({
  workflowId: '',
  value: {},
  open(workflowId) {
    const text = localStorage.getItem(item(workflowId));
    set({ workflowId, value: text === null ? {} : (JSON.parse(text) as unknown) });
  },
  set(value) {
    localStorage.setItem(item(get().workflowId), JSON.stringify(value ?? null));
    set({ value });
  },
}));
