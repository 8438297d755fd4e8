export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" className="logo">
      <rect width="32" height="32" rx="8" fill="#0f766e" />
      <path d="M16 7a9 9 0 1 1-8.5 6" fill="none" stroke="#fff" strokeWidth="3" strokeLinecap="round" />
      <circle cx="9.6" cy="9.6" r="2.6" fill="#fff" />
      <path
        d="M11.5 18.5l3.2-3.6 2.9 2.6 3.4-4.4"
        fill="none"
        stroke="#fff"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
