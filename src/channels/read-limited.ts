/** A response's bytes, or null where there are more than `most`: the rest is then not read. */
export const readLimited = async (response: Response, most: number): Promise<Uint8Array | null> => {
  if (Number(response.headers.get('content-length') ?? 0) > most) {
    await response.body?.cancel();
    return null;
  }
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > most) return null; // leaving the loop cancels the stream
    parts.push(part);
  }
  return Buffer.concat(parts);
};
