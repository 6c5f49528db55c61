import { createEffort, type Effort, type EffortLimits, effortLimits } from '../effort.ts';
import { createTurns } from '../turns.ts';

/** The effort of a request that has nobody beside it. */
export const testEffort = (limits: Partial<EffortLimits> = {}): Effort =>
  createEffort({ turns: createTurns(), group: 'tenant', limits: { ...effortLimits, ...limits } });

/** One that may do no more than a single piece of work, for tests that run one without waiting for its turn. */
export const onePiece = (): Effort => testEffort({ steps: effortLimits.piece });
