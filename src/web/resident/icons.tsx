import type { JSX } from 'preact';

export const Camera = (): JSX.Element => (
  <svg width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" aria-hidden="true">
    <path
      stroke-width="2"
      stroke-linejoin="round"
      d="M3 8h4l2-3h6l2 3h4v11H3zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z"
    />
  </svg>
);

export const Down = (): JSX.Element => (
  <svg width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" aria-hidden="true">
    <path stroke-width="3" stroke-linecap="round" stroke-linejoin="round" d="M12 4v15M5 12l7 7 7-7" />
  </svg>
);
