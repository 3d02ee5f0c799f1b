import type { CronTrigger, WebhookTrigger } from '@/api/types';

export const SCHEMES: { value: NonNullable<WebhookTrigger['scheme']>; label: string }[] = [
  { value: 'standard', label: 'Standard Webhooks' },
  { value: 'github', label: 'GitHub' },
  { value: 'stripe', label: 'Stripe' },
  { value: 'slack', label: 'Slack' },
];

/** How a webhook knows its sender, in two words. */
export function proofOf({ auth, scheme }: Pick<WebhookTrigger, 'auth' | 'scheme'>): string {
  switch (auth) {
    case 'none':
      return 'Open URL';
    case 'token':
      return 'Token';
    case 'hmac':
      return `Signed · ${SCHEMES.find(({ value }) => value === (scheme ?? 'standard'))?.label ?? 'HMAC'}`;
  }
}

/** What hinders a trigger from starting anything; undefined when nothing does. */
export function hindrance(status: CronTrigger['status'] | WebhookTrigger['status']): string | undefined {
  switch (status) {
    case 'workflow_deleted':
      return 'Workflow deleted';
    case 'finished':
      return 'No more times';
    default:
      return undefined;
  }
}

export const PRESETS: { label: string; cron: string }[] = [
  { label: 'Every minute', cron: '0 * * * * ?' },
  { label: 'Every 15 minutes', cron: '0 0/15 * * * ?' },
  { label: 'Hourly', cron: '0 0 * * * ?' },
  { label: 'Daily at 9', cron: '0 0 9 * * ?' },
  { label: 'Weekdays at 9', cron: '0 0 9 ? * MON-FRI' },
  { label: 'Monthly, the 1st', cron: '0 0 9 1 * ?' },
];

const times = new Map<string, Intl.DateTimeFormat>();

/** A moment as a clock in that zone shows it; in UTC where the browser does not know the zone. */
export function momentIn(zone: string, value: string): string {
  let format = times.get(zone);
  if (format === undefined) {
    const parts: Intl.DateTimeFormatOptions = {
      weekday: 'short',
      day: '2-digit',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'short',
    };
    try {
      format = new Intl.DateTimeFormat('en-GB', { ...parts, timeZone: zone });
    } catch {
      format = new Intl.DateTimeFormat('en-GB', { ...parts, timeZone: 'UTC' });
    }
    times.set(zone, format);
  }
  return format.format(new Date(value));
}

/** What a version of a trigger is called. */
export function versionLabel(version: CronTrigger['version']): string {
  return version === undefined || version === null
    ? 'Latest version, else the draft'
    : version === 'draft'
      ? 'Draft'
      : version === 'latest'
        ? 'Latest version'
        : `Version ${version}`;
}
