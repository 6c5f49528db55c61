/** Milliseconds since the epoch, as the wire shows times: UTC, whole seconds (design §5). */
export const wireTime = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}+00:00`;
