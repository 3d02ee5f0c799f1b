import { create } from 'zustand';

export type ThemeChoice = 'system' | 'light' | 'dark';

const ITEM = 'orcheo.theme';
const prefersDark = () => matchMedia('(prefers-color-scheme: dark)');

interface ThemeStore {
  choice: ThemeChoice;
  dark: boolean;
  choose(choice: ThemeChoice): void;
}

/** Light or dark: as the system has it, until the user chooses. */
export const useTheme = create<ThemeStore>((set) => ({
  choice: 'system',
  dark: false,
  choose(choice) {
    localStorage.setItem(ITEM, choice);
    set({ choice, dark: isDark(choice) });
  },
}));

/** Applies the choice to the document, now and whenever it or the system's changes. */
export function startTheme(): void {
  useTheme.subscribe(({ dark }) => {
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
  });
  const stored = localStorage.getItem(ITEM);
  const choice: ThemeChoice = stored === 'light' || stored === 'dark' ? stored : 'system';
  useTheme.setState({ choice, dark: isDark(choice) });
  prefersDark().addEventListener('change', () => useTheme.setState(({ choice: now }) => ({ dark: isDark(now) })));
}

function isDark(choice: ThemeChoice): boolean {
  return choice === 'system' ? prefersDark().matches : choice === 'dark';
}
