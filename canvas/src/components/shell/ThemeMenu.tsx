import { Check, Monitor, Moon, Sun } from 'lucide-react';
import { IconButton } from '@/components/ui/Button';
import { Menu } from '@/components/ui/Menu';
import { useTheme, type ThemeChoice } from '@/store/theme';

const CHOICES: { choice: ThemeChoice; label: string; icon: typeof Sun }[] = [
  { choice: 'system', label: 'As the system', icon: Monitor },
  { choice: 'light', label: 'Light', icon: Sun },
  { choice: 'dark', label: 'Dark', icon: Moon },
];

export function ThemeMenu() {
  const { choice: current, dark, choose } = useTheme();
  return (
    <Menu
      align="start"
      trigger={<IconButton label="Theme">{dark ? <Moon className="size-4" /> : <Sun className="size-4" />}</IconButton>}
      items={CHOICES.map(({ choice, label, icon: Icon }) => ({
        label,
        icon: choice === current ? <Check /> : <Icon />,
        onSelect: () => choose(choice),
      }))}
    />
  );
}
