import { create } from 'zustand';

interface ShellStore {
  commandsOpen: boolean;
  helpOpen: boolean;
  navigationOpen: boolean;
  set(change: Partial<Pick<ShellStore, 'commandsOpen' | 'helpOpen' | 'navigationOpen'>>): void;
}

/** Which of the shell's own sheets are open. */
export const useShell = create<ShellStore>((set) => ({
  commandsOpen: false,
  helpOpen: false,
  navigationOpen: false,
  set: (change) => set(change),
}));
