/** The one in the middle. */
export const middle = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Figures of one measurement, one of each round. */
export type Samples = Map<string, number[]>;

/** Adds the figure of a round. */
export const note = (samples: Samples, what: string, value: number): void => {
  const there = samples.get(what);
  if (there) there.push(value);
  else samples.set(what, [value]);
};

/** The figure that counts: the middle of all rounds. */
export const figure = (samples: Samples, what: string): number => middle(samples.get(what) ?? []);
