const sane = /^[\w.:+/=@-]{1,128}$/;

/** The id by which one call is found again in logs: the caller's own when it is short and plain, else a fresh one. */
export const traceId = (request: Request, fresh: () => string): string => {
  const given = request.headers.get('BT-TRACE-ID');
  return given !== null && sane.test(given) ? given : fresh();
};
