/** The query of a path as it was sent. Not by `URL`, which throws at paths such as `//`: anybody may send those. */
export const queryOf = (path: string): URLSearchParams => {
  const at = path.indexOf('?');
  return new URLSearchParams(at === -1 ? '' : path.slice(at + 1));
};
