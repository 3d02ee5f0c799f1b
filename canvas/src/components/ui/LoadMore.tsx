import { Button } from './Button';

/** Under a list that goes on. */
export function LoadMore({ more, busy }: { more: (() => void) | undefined; busy: boolean }) {
  return more === undefined ? null : (
    <div className="flex justify-center pt-4">
      <Button busy={busy} onClick={more}>
        Show more
      </Button>
    </div>
  );
}
