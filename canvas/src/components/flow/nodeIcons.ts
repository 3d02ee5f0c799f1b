import {
  Bot,
  Box,
  Braces,
  CalendarClock,
  Code,
  Globe,
  Play,
  Split,
  Timer,
  Webhook,
  type LucideIcon,
} from 'lucide-react';
import type { NodeType } from '@/api/types';

const BY_TYPE: Record<string, LucideIcon> = {
  manual_trigger: Play,
  webhook_trigger: Webhook,
  cron_trigger: CalendarClock,
  http_request: Globe,
  if_else: Split,
  set_variable: Braces,
  delay: Timer,
  python_code: Code,
  ai_agent: Bot,
};

/** A node type that the canvas does not know by name looks like its category. */
const BY_CATEGORY: Record<NodeType['category'], LucideIcon> = {
  trigger: Play,
  action: Globe,
  logic: Split,
  data: Braces,
  code: Code,
  ai: Bot,
};

export function nodeIcon(type: string, category?: NodeType['category']): LucideIcon {
  return BY_TYPE[type] ?? (category === undefined ? Box : BY_CATEGORY[category]);
}
