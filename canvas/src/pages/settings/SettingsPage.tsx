import { Page, PageHeader } from '@/components/ui/PageHeader';
import { useTitle } from '@/hooks/useTitle';

export function SettingsPage() {
  useTitle('Settings');
  return (
    <Page>
      <PageHeader title="Settings" />
    </Page>
  );
}
