import { ChevronDown, ChevronUp } from 'lucide-react';
import { Badge } from '@/components/ui/Badge';
import { IconButton } from '@/components/ui/Button';
import { cx } from '@/components/ui/classes';
import { Tabs } from '@/components/ui/Tabs';
import type { Finding } from '@/graph/validate';
import { ProblemsPanel } from './ProblemsPanel';
import { RunPanel } from './RunPanel';

export type BottomTab = 'problems' | 'run';

interface BottomPanelProps {
  tab: BottomTab;
  open: boolean;
  findings: Finding[];
  onTab(tab: BottomTab): void;
  onToggle(): void;
  onRun(): void;
  onGo(): void;
}

/** The panel under the canvas: what is wrong, and the run. Its tabs are always there; what they hold folds away. */
export function BottomPanel({ tab, open, findings, onTab, onToggle, onRun, onGo }: BottomPanelProps) {
  const errors = findings.filter((finding) => finding.severity === 'error').length;
  return (
    <div
      className={cx('flex shrink-0 flex-col border-t border-line bg-surface', open ? 'h-60' : 'h-9 overflow-hidden')}
    >
      <Tabs
        label="Below the canvas"
        value={tab}
        onChange={(id) => onTab(id as BottomTab)}
        aside={
          <IconButton label={open ? 'Fold' : 'Unfold'} keys="mod+j" size="sm" onClick={onToggle}>
            {open ? <ChevronDown className="size-4" /> : <ChevronUp className="size-4" />}
          </IconButton>
        }
        tabs={[
          {
            id: 'problems',
            label: (
              <>
                Problems
                {findings.length > 0 && <Badge tone={errors > 0 ? 'bad' : 'wait'}>{findings.length}</Badge>}
              </>
            ),
            content: open && <ProblemsPanel findings={findings} onGo={onGo} />,
          },
          { id: 'run', label: 'Run', content: open && <RunPanel onRun={onRun} /> },
        ]}
      />
    </div>
  );
}
