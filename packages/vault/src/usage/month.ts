/** The UTC month of a time in milliseconds, as a number such as 202201. */
export const monthOf = (time: number): number => {
  const date = new Date(time);
  return date.getUTCFullYear() * 100 + date.getUTCMonth() + 1;
};
