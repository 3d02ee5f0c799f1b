import { useEffect, useState } from 'react';
import { formatAgo, formatMoment } from './format';
import { Tooltip } from './Tooltip';

const MINUTE = 60_000;

/** A time as "3 minutes ago" (or "in 3 minutes"), with the exact one in the tooltip. It renews itself. */
export function Time({ value }: { value: string | null | undefined }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE / 2);
    return () => clearInterval(timer);
  }, []);
  if (value === null || value === undefined) {
    return <span className="text-faint">–</span>;
  }
  return (
    <Tooltip label={formatMoment(value)}>
      <time dateTime={value} className="relative whitespace-nowrap text-muted">
        {formatAgo(value, now)}
      </time>
    </Tooltip>
  );
}
