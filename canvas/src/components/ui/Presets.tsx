import { Button } from './Button';

interface PresetsProps<T> {
  label: string;
  presets: readonly { label: string; value: T }[];
  isChosen(value: T): boolean;
  onChoose(value: T): void;
}

/** Common values, one press each; the one that is set is marked. */
export function Presets<T>({ label, presets, isChosen, onChoose }: PresetsProps<T>) {
  return (
    <div role="group" aria-label={label} className="flex flex-wrap gap-1.5">
      {presets.map((preset) => (
        <Button
          key={preset.label}
          size="sm"
          aria-pressed={isChosen(preset.value)}
          className="aria-pressed:border-accent! aria-pressed:bg-accent-soft! aria-pressed:text-accent!"
          onClick={() => onChoose(preset.value)}
        >
          {preset.label}
        </Button>
      ))}
    </div>
  );
}
