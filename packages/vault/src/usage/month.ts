/** The month of UTC in which a time lies (milliseconds), as a number: 202201. */
export const monthOf = (time: number): number => {
  const date = new Date(time);
  return date.getUTCFullYear() * 100 + date.getUTCMonth() + 1;
};
