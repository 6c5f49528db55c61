interface Line<Call> {
  running: number;
  waiting: Call[];
}

/**
 * The order in which calls begin. Each tenant has a line of its own; of the tenants that may begin a call, the one with the fewest
 * calls under way is next, and of equal ones the one that has waited longest since its last. So a tenant's calls wait for its own
 * calls, and at most for one of each other tenant.
 */
export const turns = <Call>() => {
  /** In the order in which tenants had their last turn. Those that neither run nor wait are not in it. */
  const lines = new Map<string, Line<Call>>();

  const lineOf = (tenant: string): Line<Call> => {
    const line = lines.get(tenant) ?? { running: 0, waiting: [] };
    lines.set(tenant, line);
    return line;
  };

  const forget = (tenant: string, { running, waiting }: Line<Call>): void => {
    if (running === 0 && waiting.length === 0) lines.delete(tenant);
  };

  return {
    add: (tenant: string, call: Call): void => void lineOf(tenant).waiting.push(call),
    remove: (tenant: string, call: Call): void => {
      const line = lineOf(tenant);
      line.waiting = line.waiting.filter((each) => each !== call);
      forget(tenant, line);
    },
    running: (tenant: string): number => lines.get(tenant)?.running ?? 0,
    waiting: (tenant: string): number => lines.get(tenant)?.waiting.length ?? 0,
    /** Takes the call that begins now, if there is one; its tenant has one more under way, until `end`. */
    next: (mayRun: (tenant: string) => boolean): Call | undefined => {
      let chosen: [tenant: string, line: Line<Call>] | undefined;
      for (const [tenant, line] of lines) {
        if (line.waiting.length === 0 || (chosen && line.running >= chosen[1].running) || !mayRun(tenant)) continue;
        chosen = [tenant, line];
      }
      if (!chosen) return undefined;
      const [tenant, line] = chosen;
      line.running += 1;
      lines.delete(tenant);
      lines.set(tenant, line);
      return line.waiting.shift();
    },
    end: (tenant: string): void => {
      const line = lineOf(tenant);
      line.running -= 1;
      forget(tenant, line);
    },
    /** Takes out all that wait. */
    clear: (): Call[] => [...lines.values()].flatMap((line) => line.waiting.splice(0)),
  };
};
