import type { Statement } from '../store/port.ts';
import { forgetApprovals } from './approvals.ts';
import { idleLife } from './operator-sessions.ts';
import { forgetRewraps } from './rewraps.ts';

/** Removes what has ended of operators: sessions, reveals, links, answered challenges, and what was approved or rewrapped long ago. */
export const forgetEnded = (now: number): Statement[] => [
  {
    sql: 'delete from operator_sessions where used_at <= ? or ends_at <= ?',
    parameters: [now - idleLife, now],
  },
  { sql: 'delete from operator_reveals where expires_at <= ?', parameters: [now] },
  forgetApprovals(now),
  forgetRewraps(now),
  { sql: 'delete from operator_links where expires_at <= ?', parameters: [now] },
  { sql: 'delete from operator_challenges where expires_at <= ?', parameters: [now] },
];
