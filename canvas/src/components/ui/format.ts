const SECOND = 1000;
const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long' });

/** "3 minutes ago", "in 2 hours", "just now". */
export function formatAgo(value: string, now: number): string {
  const seconds = (Date.parse(value) - now) / SECOND;
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) {
      return relative.format(Math.trunc(seconds / size), unit);
    }
  }
  return seconds > 20 ? 'in less than a minute' : 'just now';
}

/** The exact time in the zone of the browser. */
export function formatMoment(value: string): string {
  return moment.format(new Date(value));
}

/** "840 ms", "3.2 s", "2 min 5 s", "1 h 12 min". */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < SECOND) {
    return `${Math.round(milliseconds)} ms`;
  }
  const seconds = milliseconds / SECOND;
  if (seconds < 60) {
    return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  }
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${Math.round(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** "512 B", "3.4 KiB". */
export function formatBytes(bytes: number): string {
  return bytes < 1024
    ? `${bytes} B`
    : bytes < 1024 ** 2
      ? `${(bytes / 1024).toFixed(1)} KiB`
      : `${(bytes / 1024 ** 2).toFixed(1)} MiB`;
}
