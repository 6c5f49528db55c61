const weights = [3, 7, 1];

/** Whether nine ASCII digits are a routing number by the American Bankers Association's checksum: weights 3-7-1, modulo 10. */
export const aba = (routing: string): boolean => {
  if (!/^\d{9}$/.test(routing) || routing === '000000000') return false;
  const sum = [...routing].reduce((total, digit, place) => total + Number(digit) * (weights[place % 3] ?? 0), 0);
  return sum % 10 === 0;
};
