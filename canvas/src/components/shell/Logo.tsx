export function Logo({ compact = false }: { compact?: boolean }) {
  return (
    <span className="flex items-center gap-2">
      <svg viewBox="0 0 32 32" className="size-6" aria-hidden>
        <rect width="32" height="32" rx="8" className="fill-accent" />
        <g fill="none" strokeWidth="2.4" strokeLinecap="round" className="stroke-on-accent">
          <path d="M11 16h4.5c3 0 2-6 5.5-6M15.500 16c3 0 2 6 5.500 6" />
        </g>
        <g className="fill-on-accent">
          <circle cx="9.500" cy="16" r="3" />
          <circle cx="22.500" cy="10" r="3" />
          <circle cx="22.500" cy="22" r="3" />
        </g>
      </svg>
      {!compact && <span className="text-lg font-semibold tracking-tight">Orcheo</span>}
    </span>
  );
}
