import { expect, it } from 'vitest';
import { callHours } from './call-hours.ts';

const now = Date.UTC(2026, 4, 2, 10, 59, 59);

it('gives each of the last 24 hours, those without a call too', () => {
  const hours = callHours(
    {
      calls: [
        { start: '2026-05-01T11:00:00+00:00', answered: 3, refused: 1, failed: 0 },
        { start: '2026-05-02T10:00:00+00:00', answered: 5, refused: 0, failed: 2 },
      ],
    },
    now,
  );
  expect(hours).toHaveLength(24);
  expect(hours[0]).toEqual({ start: Date.UTC(2026, 4, 1, 11), answered: 3, refused: 1, failed: 0 });
  expect(hours[1]).toEqual({ start: Date.UTC(2026, 4, 1, 12), answered: 0, refused: 0, failed: 0 });
  expect(hours[23]).toEqual({ start: Date.UTC(2026, 4, 2, 10), answered: 5, refused: 0, failed: 2 });
});

it('leaves out what is older than the first of them', () => {
  const hours = callHours({ calls: [{ start: '2026-05-01T10:00:00+00:00', answered: 9, refused: 9, failed: 9 }] }, now);
  expect(hours.every(({ answered }) => answered === 0)).toBe(true);
});
